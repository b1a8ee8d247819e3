import { mkdir, writeFile } from 'node:fs/promises'
import { LANGUAGES } from '../../src/templates/catalogues.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { contactSheet, SCHEMES } from './contact-sheet.ts'

const FOLDER = 'shots'

/** `npm run emails:shots -- <language>`: contact sheets of every email, light and dark. */
async function main(locale = 'en'): Promise<number> {
  if (!LANGUAGES.includes(locale)) {
    process.stderr.write(
      `There is no catalogue for ${locale}; there are ${LANGUAGES.join(', ')}.\n`,
    )
    return 2
  }
  if (!CHROMIUM) return 1
  const browser = await openBrowser()
  try {
    await mkdir(FOLDER, { recursive: true })
    for (const scheme of SCHEMES) {
      const file = `${FOLDER}/${locale}-${scheme}.png`
      await writeFile(file, await contactSheet(browser, locale, scheme))
      process.stdout.write(`${file}\n`)
    }
    return 0
  } finally {
    await browser.close()
  }
}

process.exitCode = await main(process.argv[2])
