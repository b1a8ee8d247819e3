import { SegmentedMessage } from 'sms-segments-calculator'

const TRIAL_SENTENCE = 'Sent from your Twilio trial account - '

/**
 * Whether a text in Twilio's list is the one that we sent. The list has the text that went to the network:
 * for a trial account Twilio puts a sentence before it, and "smart encoding" replaces typographic quotes,
 * dashes and spaces.
 */
export function isListedAs(listed: string, sent: string): boolean {
  const text = plain(listed)
  return text === plain(sent) || text === plain(TRIAL_SENTENCE + sent)
}

// Smart encoding turns one wide space into two, but the list may show one.
function plain(text: string): string {
  const { graphemes } = new SegmentedMessage(text.normalize('NFC'), 'auto', true)
  return graphemes.join('').replace(/\s+/g, ' ').trim()
}
