import { describe, expect, it } from 'vitest'
import { parseClerkEvent } from '../src/clerk/events.ts'
import { withoutUnstorable } from '../src/clerk/storable-json.ts'
import { deviceName, safeFact, safePhrase, safeTime } from '../src/domain/fact-text.ts'
import { languageTag } from '../src/domain/language-tag.ts'
import { maskAddress } from '../src/domain/mask-address.ts'
import {
  folded,
  isDialable,
  isLinkable,
  oneLine,
  safeName,
  subjectLine,
} from '../src/domain/plain-text.ts'
import { explained } from '../src/domain/provider-sentence.ts'
import { asciiDomain, isTestRecipient, parseRecipient } from '../src/domain/recipient.ts'
import { describeError } from '../src/observe/log.ts'
import { instant } from '../src/ops/messages/query.ts'
import { framed, hasRemoteImages } from '../src/ops/outbox/frame.ts'
import { replaceElements, replaceTags } from '../src/ops/outbox/html-tags.ts'
import { clerkEmail } from '../src/templates/clerk-fallback.ts'
import { marked, markOfEmail } from '../src/templates/development-mark.ts'
import { safeUrl, webUrl } from '../src/templates/url.ts'
import { emailCreated, smsCreated } from './support/clerk-events.ts'
import { FULL } from './support/full.ts'

// An expression that reads the rest of the text again from each character needs minutes for this.
const LENGTH = 200_000
// A function that reads the text once needs some milliseconds.
const MOST_MS = 8_000

const PARTS = [
  ...' \t\n()[]{}<>"\'`+-:;/\\=.,@#&%_aA1ä漢\u0301\u200b',
  '\u3000',
  ' a',
  'a.',
  'a@',
  'a-',
  '1 ',
  '1.',
  '1-',
  ' =',
  '+1',
  '[a',
  '{a',
  '<a',
  '<a ',
  '</a',
  '<img ',
  ' src=',
  '"\'',
  '\r\n',
  'http',
  'https://',
  '+clerk_test',
  '\\u0000',
  '[Development',
]
const BEFORE = ['', 'a', '<img src=', '<style>(', '[a]', 'https://', 'a@', '+', '1']
const AFTER = ['', '!', '>', '!>', '">', '@', '</style>']

/**
 * Long runs of each part, alone and between what an expression could begin and end with: one of each
 * in the short form, three in the long one, and other ones for the next part.
 */
function* runs(): Generator<string> {
  for (const [index, part] of PARTS.entries()) {
    const run = part.repeat(LENGTH / part.length)
    for (const before of some(BEFORE, index)) yield `${before}${run}`
    for (const after of some(AFTER, index)) yield `<img src=${run}${after}`
  }
}

const some = (texts: readonly string[], from: number) =>
  Array.from({ length: FULL ? 3 : 1 }, (_, step) => texts[(from + step) % texts.length] ?? '')

const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  oneLine,
  subjectLine,
  safeName,
  isLinkable,
  isDialable,
  folded,
  safePhrase,
  safeFact,
  safeTime,
  deviceName,
  explained: (text) => explained({ kind: 'refused', code: 'x' }, text),
  'parseRecipient of an email': (text) => parseRecipient('email', text),
  'parseRecipient of an SMS': (text) => parseRecipient('sms', text),
  asciiDomain,
  isTestRecipient: (text) => isTestRecipient('email', text),
  languageTag,
  maskAddress,
  'parseClerkEvent of an email': (text) => parseClerkEvent(emailCreated({ subject: text })),
  'parseClerkEvent of an SMS': (text) => parseClerkEvent(smsCreated({ message: text })),
  withoutUnstorable,
  framed: (text) => framed(text, { dark: true, images: false }),
  hasRemoteImages,
  replaceTags: (text) => replaceTags(text, 'img', String),
  replaceElements: (text) => replaceElements(text, 'style', String),
  instant: (text) => instant.safeParse(text),
  clerkEmail: (text) => clerkEmail({ subject: text, html: text }, ''),
  markOfEmail: (text) => markOfEmail({ subject: text, text, html: text }),
  marked: (text) => marked('[Development]', text),
  safeUrl,
  webUrl,
  describeError: (text) => describeError(new Error(text)),
}

describe('a function that reads text from outside', () => {
  it.each(Object.entries(FUNCTIONS))(
    'does not read a long text again and again: %s',
    async (_, look) => {
      for (const run of runs()) {
        const started = performance.now()
        await look(run)
        const ms = performance.now() - started
        expect(ms, JSON.stringify(run.slice(0, 30))).toBeLessThan(MOST_MS)
      }
    },
  )
})
