import { SegmentedMessage } from 'sms-segments-calculator'

/**
 * Whether Twilio's list shows the text that we sent. It shows what was sent on: a trial account's
 * text has a sentence of Twilio's before it, and "smart encoding" has replaced quotes, dashes and the
 * like by plain ones.
 */
export function isListedAs(listed: string, sent: string): boolean {
  return plain(listed).endsWith(plain(sent))
}

function plain(text: string): string {
  return new SegmentedMessage(text.normalize('NFC').trim(), 'auto', true).graphemes.join('')
}
