import { parseArgs } from 'node:util'
import { loadConfig } from '../../src/config/config.ts'
import { currentVocabulary, setVocabulary } from '../../src/templates/vocabulary.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { contactSheet, SCHEMES, type SheetOptions, WIDTHS } from './contact-sheet.ts'
import { finish } from './finish.ts'
import { everyEmail, everyLanguage, type ShownEmail, slugsOf } from './shown-emails.ts'

const HELP = `npm run emails:shots -- [language]             every email in one language (en)
npm run emails:shots -- --languages <slug>     one email in every language
  --instance <id>   with the settings of this Clerk instance
  --approve         keep the sheets as the approved ones
  --compare         count the pixels that differ from the approved sheets; exit code 1 if any do
`

/** A picture to be made. */
interface Sheet extends Pick<SheetOptions, 'width' | 'colorScheme'> {
  readonly name: string
  readonly emails: readonly ShownEmail[]
}

/** Contact sheets of the emails, with the settings file of the project. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      languages: { type: 'string' },
      instance: { type: 'string' },
      approve: { type: 'boolean' },
      compare: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return say(HELP, 0)
  const config = await loadConfig()
  setVocabulary(config.words, config.locales)
  const { languages } = currentVocabulary()
  const [locale = languages.includes('en') ? 'en' : languages[0]] = positionals
  const { instance = null, languages: slug } = values
  if (!locale || !languages.includes(locale)) {
    return say(`No email is written in ${locale}. Languages: ${languages.join(', ')}.\n`, 2)
  }
  if (instance !== null && !config.instanceNames.ids.includes(instance)) {
    return say(`The settings have no instance ${instance}.\n`, 2)
  }
  if (slug && !(await slugsOf(config, instance)).includes(slug)) {
    return say(`Bellhop writes no email for the slug ${slug}.\n`, 2)
  }
  if (!CHROMIUM) return 1

  const start = instance ? `${instance}-` : ''
  const sheets = slug
    ? languagesSheet(`${start}${slug}`, await everyLanguage(config, instance, slug))
    : emailSheets(`${start}${locale}`, await everyEmail(config, instance, locale))
  const pictures = new Map(config.brandFiles.map(({ path, body }) => [path, body]))
  const browser = await openBrowser()
  try {
    let isSame = true
    for (const { name, emails, ...options } of sheets) {
      const picture = await contactSheet(browser, emails, { ...options, pictures })
      const { line, same } = await finish(name, picture, values)
      process.stdout.write(`${line}\n`)
      isSame &&= same
    }
    return isSame ? 0 : 1
  } finally {
    await browser.close()
  }
}

function emailSheets(name: string, emails: readonly ShownEmail[]): Sheet[] {
  const widths = Object.keys(WIDTHS).map((width) => Number(width) as keyof typeof WIDTHS)
  return widths.flatMap((width) =>
    SCHEMES.map((colorScheme) => {
      return { name: `${name}-${colorScheme}-${width}`, emails, width, colorScheme }
    }),
  )
}

// On a phone, where long words and long sentences show first.
function languagesSheet(name: string, emails: readonly ShownEmail[]): Sheet[] {
  return [{ name: `${name}-languages`, emails, width: 360, colorScheme: 'light' }]
}

function say(text: string, code: number): number {
  const stream = code === 0 ? process.stdout : process.stderr
  stream.write(text)
  return code
}

process.exitCode = await main()
