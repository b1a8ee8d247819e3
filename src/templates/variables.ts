import { z } from 'zod'
import { daysOf, minutesOf } from '../domain/expiry.ts'
import { deviceName, safeFact, safePhrase, safeTime } from '../domain/fact-text.ts'
import { oneLine, safeName } from '../domain/plain-text.ts'
import { maskRecipient, parseRecipient } from '../domain/recipient.ts'
import { CLERK_TEXT } from './clerk-text.ts'
import { imageUrl, safeUrl } from './url.ts'

// Turns Clerk's template variables (`data.data`) into the props of the templates. Values are cleaned here,
// so that no template has to do it. Only the purpose of a message (a code, a link) is required. Any other
// value is left out if it is missing, has another type, or is unsafe to show.

export const code = z.string().regex(/^[A-Za-z0-9]{4,12}$/)
export const link = z.string().refine((value) => safeUrl(value) === value)
const optionalLink = link.optional().catch(undefined)
const minutes = z.unknown().transform(minutesOf).optional()

/** A name that a user chose: of a person, an organization or a passkey. */
const name = z
  .unknown()
  .transform((value) => safeName(value) || undefined)
  .optional()

/** A place, as Clerk writes it. */
const place = z
  .unknown()
  .transform((value) => safeFact(value) || undefined)
  .optional()

const time = z
  .unknown()
  .transform((value) => safeTime(value) || undefined)
  .optional()

const device = z
  .unknown()
  .transform((value) => deviceName(value) || undefined)
  .optional()

/** A method, a number or a duration. */
const phrase = z
  .unknown()
  .transform((value) => safePhrase(value) || undefined)
  .optional()

const ipAddress = z.union([z.ipv4(), z.ipv6()]).optional().catch(undefined)

const emailAddress = z.unknown().transform(shownAddress).optional()

/** An address, masked if a mail client might turn it into anything but a mail link; undefined for other values. */
export function shownAddress(value: unknown): string | undefined {
  const address = parseRecipient('email', typeof value === 'string' ? value : '')
  if (!address) return undefined
  return /^[\w.+'-]{1,64}@[\w.-]{1,190}$/.test(address) ? address : maskRecipient(address)
}

const origin = { requested_by: device, requested_from: place, requested_at: time }
const named = z.object({ name }).optional().catch(undefined)
const organization = z
  .object({ name, logo_image_url: z.unknown().transform(imageUrl).optional() })
  .optional()
  .catch(undefined)
const expiring = z
  .object({ expires_in_days: z.unknown().transform(daysOf).optional() })
  .optional()
  .catch(undefined)

export const codeVariables = z
  .object({ otp_code: code, ...origin })
  .transform((v) => ({ code: v.otp_code, origin: originOf(v) }))

export const linkVariables = z
  .object({ magic_link: link, ttl_minutes: minutes, ...origin })
  .transform((v) => ({ link: v.magic_link, minutes: v.ttl_minutes ?? 10, origin: originOf(v) }))

export const invitationVariables = z
  .object({
    action_url: link,
    inviter_name: name,
    inviter: named,
    org: organization,
    invitation: expiring,
  })
  .transform((v) => ({
    link: v.action_url,
    inviter: v.inviter_name ?? v.inviter?.name,
    organization: v.org?.name,
    organizationLogo: v.org?.logo_image_url,
    days: v.invitation?.expires_in_days,
  }))

export const accountVariables = z
  .object({
    greeting_name: name,
    primary_email_address: emailAddress,
    new_email_address: emailAddress,
    passkey_name: name,
    ...origin,
  })
  .transform((v) => ({
    name: v.greeting_name,
    emailAddress: v.primary_email_address,
    newEmailAddress: v.new_email_address,
    passkey: v.passkey_name,
    origin: originOf(v),
  }))

export const deviceVariables = z
  .object({
    device_type: device,
    browser_name: device,
    operating_system: device,
    location: place,
    ip_address: ipAddress,
    session_created_at: time,
    sign_in_method: phrase,
    revoke_session_url: optionalLink,
  })
  .transform((v) => ({
    device: deviceName(v.device_type, v.browser_name, v.operating_system) || undefined,
    location: v.location,
    ipAddress: v.ip_address,
    time: v.session_created_at,
    signInMethod: v.sign_in_method,
    revokeLink: v.revoke_session_url,
  }))

export const lockVariables = z
  .object({
    locked_date: time,
    failed_attempts: phrase,
    unlock_time: time,
    lockout_duration: phrase,
  })
  .transform((v) => ({
    lockedAt: v.locked_date,
    failedAttempts: v.failed_attempts,
    unlocksAt: v.unlock_time,
    duration: v.lockout_duration,
  }))

export const memberVariables = z
  .object({ org: named, email_address: emailAddress })
  .transform((v) => ({ organization: v.org?.name, emailAddress: v.email_address }))

export const welcomeVariables = z
  .object({ first_name: name })
  .transform((v) => ({ firstName: v.first_name }))

const LONGEST_DETAILS = 4_000

/**
 * Clerk's own text, cleaned line by line. A text that is too long counts as missing, so that Clerk's own
 * email is sent.
 */
export const reportVariables = z
  .object({ [CLERK_TEXT]: z.string().max(LONGEST_DETAILS).transform(quotable) })
  .refine((v) => v.clerk_text !== '')
  .transform((v) => ({ details: v.clerk_text }))

function quotable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => oneLine(line, LONGEST_DETAILS))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function originOf(v: z.infer<z.ZodObject<typeof origin>>) {
  return {
    requestedBy: v.requested_by,
    requestedFrom: v.requested_from,
    requestedAt: v.requested_at,
  }
}
