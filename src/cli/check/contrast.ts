import type { BrandOverrides } from '../../domain/brand.ts'
import { contrast, hexColour } from '../../domain/contrast.ts'
import type { Fault } from './finding.ts'

// WCAG 2 asks for this much for text, and for less if the text is large.
const ENOUGH = 4.5
const LEAST = 3

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
  if (ratio >= ENOUGH) return []
  if (ratio >= LEAST) {
    const message = `${measured}; WCAG asks for ${ENOUGH}. Change colors.primary or colors.buttonText.`
    return [{ check: 'contrast', level: 'warning', message }]
  }
  // Bellhop then writes black or white, which only matters if another colour was wanted.
  if (!wanted) return []
  const message = `${measured}, so Bellhop writes black or white instead. Change colors.buttonText.`
  return [{ check: 'contrast', level: 'error', message }]
}
