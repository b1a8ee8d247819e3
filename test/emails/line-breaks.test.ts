import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import { CHROMIUM, openBrowser } from '../support/browser.ts'
import { variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'
import { FULL } from '../support/full.ts'
import { lastLineOf, wordsInTwoLines } from '../support/lines.ts'

// Together they have every label and the longest headings.
const SLUGS = FULL
  ? EMAIL_SLUGS
  : [
      'verification_code',
      'organization_invitation_accepted',
      'primary_email_address_changed',
      'new_device_sign_in',
      'account_locked',
      'mfa_enabled',
      'passkey_added',
      'billing_receipt',
    ]

const EVERYTHING = {
  greeting_name: 'Ada',
  primary_email_address: 'ada@acme.dev',
  new_email_address: 'ada.lovelace@analytical-engines.acme.dev',
}

const WORD = /[\p{L}\p{M}\p{N}]+/u
/** `e-mail`, `IP-Adresse`, `sign-in`, `из-за` */
const SHORT_PART =
  /(?<![\p{L}\p{M}\p{N}.@/=&?-])(?:\p{L}{1,2}-\p{L}+|\p{L}+-\p{L}{1,2})(?![\p{L}\p{M}-])/u
const BUTTON = 'a[style*="display:inline-block"]'
const UNSPACED = ['ja', 'zh-CN', 'zh-TW']

/** As in Gmail and Outlook. */
const withoutNewRules = (html: string) =>
  html.replace(/text-wrap:(?:balance|pretty)|word-break:auto-phrase/g, 'color:inherit')

describe.skipIf(!CHROMIUM)('on a phone', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    page = await browser.newPage({ viewport: { width: 360, height: 900 } })
    await page.route(/^https?:/, (route) => route.abort())
  })
  afterAll(() => browser.close())
  beforeEach(() => page.setViewportSize({ width: 360, height: 900 }))

  async function open(slug: string, locale: string, change = (html: string) => html) {
    const variables = { ...variablesOf(slug), ...EVERYTHING }
    await page.setContent(change((await writeEmail(slug, locale, variables)).html))
  }

  it('a broken word is found', async () => {
    await page.setContent('<p style="width: 3em; word-break: break-all">unbreakable e-mail</p>')
    expect(await wordsInTwoLines(page, 'p', WORD)).toContain('unbreakable')
    await page.setContent('<p style="width: 3em">an e-mail</p>')
    expect(await wordsInTwoLines(page, 'p', SHORT_PART)).toEqual(['e-mail'])
    await page.setContent('<h1 style="width: 3.5em">パスワード</h1>')
    expect(await lastLineOf(page, 'h1')).toBe('ード')
    await open('organization_invitation', 'de')
    expect(await page.locator(BUTTON).count()).toBeGreaterThan(0)
  })

  it.each(LANGUAGES)('no label of a fact is broken within a word in %s', async (locale) => {
    const faults: string[] = []
    for (const slug of SLUGS) {
      await open(slug, locale)
      faults.push(...(await wordsInTwoLines(page, 'td.soft', WORD)))
    }
    expect(faults).toEqual([])
  })

  it.each(LANGUAGES)('no label of a button is broken within a word in %s', async (locale) => {
    await page.setViewportSize({ width: 320, height: 900 })
    const faults: string[] = []
    for (const slug of EMAIL_SLUGS) {
      await open(slug, locale)
      faults.push(...(await wordsInTwoLines(page, BUTTON, WORD)))
    }
    expect(faults).toEqual([])
  })

  it.each(LANGUAGES)('no short part of a word stands alone at a hyphen in %s', async (locale) => {
    const faults: string[] = []
    for (const slug of SLUGS) {
      await open(slug, locale, withoutNewRules)
      faults.push(...(await wordsInTwoLines(page, 'h1, p, a, td.soft', SHORT_PART)))
    }
    expect(faults).toEqual([])
  })

  it.each(
    UNSPACED.flatMap(
      (locale) =>
        [
          [locale, 'that breaks lines as it likes', withoutNewRules],
          [locale, 'that balances lines', (html: string) => html],
        ] as const,
    ),
  )(
    'no heading ends with one or two characters on a line in %s, in a client %s',
    async (locale, _, change) => {
      const faults: string[] = []
      for (const slug of EMAIL_SLUGS) {
        await open(slug, locale, change)
        for (const width of [320, 360]) {
          await page.setViewportSize({ width, height: 900 })
          const line = await lastLineOf(page, 'h1')
          if ([...line].length < 3) faults.push(`${slug}, ${width} px: ${line}`)
        }
      }
      expect(faults).toEqual([])
    },
  )
})
