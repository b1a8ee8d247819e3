import type { BrandOverrides } from '../../domain/brand.ts'
import { contrast, hexColour, READABLE, WELL_READABLE } from '../../domain/contrast.ts'
import type { Fault } from './finding.ts'

// What Clerk's events say unless it was changed in the Dashboard.
const BUTTON_TEXT_OF_CLERK = '#ffffff'

/** Whether the text of buttons can be read on the operator's colour. */
export function contrastFaults({ primaryColor, buttonTextColor }: BrandOverrides): Fault[] {
  const primary = hexColour(primaryColor)
  if (!primary) return []
  const wanted = hexColour(buttonTextColor)
  const text = wanted ?? BUTTON_TEXT_OF_CLERK
  const ratio = contrast(primary, text)
  const measured = `The text of buttons (${text}) on ${primary} has a contrast of ${ratio.toFixed(1)}`
  if (ratio >= WELL_READABLE) return []
  if (ratio >= READABLE) {
    const message = `${measured}; WCAG asks for ${WELL_READABLE}. Change colors.primary or colors.buttonText.`
    return [{ check: 'contrast', level: 'warning', message }]
  }
  // Bellhop then writes black or white, which only matters if another colour was wanted.
  if (!wanted) return []
  const message = `${measured}, so Bellhop writes black or white instead. Change colors.buttonText.`
  return [{ check: 'contrast', level: 'error', message }]
}
