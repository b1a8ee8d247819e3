import { z } from 'zod'
import { asciiDomain, isDomainName, parseRecipient } from '../domain/recipient.ts'

// Dots only separate: they do not stand at the start, at the end or next to each other.
const LOCAL_PART = /^[\w!#$%&*+/=?^{|}~-][\w!#$%&'*+/=?^{|}~-]*(?:\.[\w!#$%&'*+/=?^{|}~-]+)*$/
// RFC 5321, 4.5.3.1.1
const LONGEST_LOCAL_PART = 64
const NAME_AND_ADDRESS = /^([^\r\n<>]*)<([^<>]*)>$/
const QUOTED_NAME = /^(?:"[^"\r\n]*"|[^<>@,;:"]*)\s*$/

/** `login@acme.com`, or with a name: `Acme <login@acme.com>`. The domain becomes ASCII. */
export const emailSender = z.string().transform((value, context) => {
  const [, name = '', address = value] = NAME_AND_ADDRESS.exec(value) ?? []
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), asciiDomain(address.slice(at + 1))]
  if (!LOCAL_PART.test(local) || local.length > LONGEST_LOCAL_PART || !isDomainName(domain)) {
    context.addIssue(
      'must be an address such as login@auth.example.com, or a name and an address such as Example <login@auth.example.com>, without mailto: or other characters. The domain must be verified at the provider',
    )
    return z.NEVER
  }
  if (!QUOTED_NAME.test(name)) {
    context.addIssue(
      'has a name that contains a comma or one of ; : @ and must be in double quotes, such as "Example, Inc." <login@auth.example.com>',
    )
    return z.NEVER
  }
  return address === value ? `${local}@${domain}` : `${name}<${local}@${domain}>`
})

const SHORT_CODE = /^\d{3,8}$/
// https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
const ALPHANUMERIC_SENDER = /^(?=.*[a-z])[a-z\d &+_-]{1,11}$/i

/** The sender of an SMS in a form that Twilio accepts: a number, a short code or a name. */
export const smsSender = z
  .string()
  .refine((value) => isSmsSender(value), { error: ({ input }) => smsSenderFault(String(input)) })

function isSmsSender(value: string): boolean {
  return (
    parseRecipient('sms', value) !== null ||
    SHORT_CODE.test(value) ||
    ALPHANUMERIC_SENDER.test(value)
  )
}

function smsSenderFault(value: string): string {
  if (/^MG/i.test(value)) {
    return 'is a Messaging Service. Set TWILIO_MESSAGING_SERVICE_SID to it instead'
  }
  if (/^[a-z]+:/i.test(value)) {
    return 'is not an SMS sender, and Bellhop sends SMS only. Set it to the number without a prefix, such as +14155550100'
  }
  return 'must be a number such as +14155550100 (with + and the country code, without spaces), a short code of 3 to 8 digits, or a sender name of 1 to 11 characters (A to Z, digits, spaces, & + - _) with at least one letter'
}
