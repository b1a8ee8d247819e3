import { SegmentedMessage } from 'sms-segments-calculator'

const TRIAL_SENTENCE = 'Sent from your Twilio trial account - '

/**
 * Whether Twilio's list shows the text that we sent. It shows what was sent on: a trial account's
 * text has a sentence of Twilio's before it, and "smart encoding" has replaced quotes, dashes, spaces
 * and the like by plain ones.
 */
export function isListedAs(listed: string, sent: string): boolean {
  const shown = plain(listed)
  return shown === plain(sent) || shown === plain(TRIAL_SENTENCE + sent)
}

// Twilio's map makes two spaces of a wide one, where the list may show one.
function plain(text: string): string {
  const { graphemes } = new SegmentedMessage(text.normalize('NFC'), 'auto', true)
  return graphemes.join('').replace(/\s+/g, ' ').trim()
}
