import type { Channel, MessageKind } from './message.ts'
import { ownEntry } from './own-entry.ts'

/**
 * The kind of each of Clerk's emails, by slug. It decides the priority (`priority.ts`) and the lifetime
 * (`expiry.ts`). Clerk documents only a few slugs; the others were found in instances.
 */
export const EMAIL_KINDS = {
  verification_code: 'code',
  reset_password_code: 'code',
  magic_link_sign_in: 'link',
  magic_link_sign_up: 'link',
  magic_link_user_profile: 'link',
  invitation: 'invitation',
  organization_invitation: 'invitation',
  waitlist_invitation: 'invitation',
  password_changed: 'notice',
  password_removed: 'notice',
  primary_email_address_changed: 'notice',
  new_device_sign_in: 'notice',
  account_locked: 'notice',
  mfa_enabled: 'notice',
  passkey_added: 'notice',
  passkey_removed: 'notice',
  organization_invitation_accepted: 'notice',
  waitlist_confirmation: 'notice',
  waitlist_entry_created: 'notice',
  billing_receipt: 'notice',
  billing_failed_payment: 'notice',
  billing_price_transition_upcoming: 'notice',
  billing_free_trial_renewal_upcoming: 'notice',
  billing_free_trial_renewal_failed: 'notice',
  commerce_gateway_account_deauthorized: 'notice',
  opaque_token_usage_limit_alert: 'notice',
  opaque_token_usage_limit_exceeded: 'notice',
  // Not Clerk's: it sends no welcome.
  welcome: 'welcome',
} as const satisfies Readonly<Record<string, MessageKind>>

/** The same for its SMS. */
export const SMS_KINDS = {
  verification_code: 'code',
  reset_password_code: 'code',
  invitation: 'invitation',
  password_changed: 'notice',
  password_removed: 'notice',
  passkey_added: 'notice',
  passkey_removed: 'notice',
} as const satisfies Readonly<Record<string, MessageKind>>

export type EmailSlug = keyof typeof EMAIL_KINDS
export type SmsSlug = keyof typeof SMS_KINDS

const KINDS: Readonly<Record<Channel, Readonly<Record<string, MessageKind>>>> = {
  email: EMAIL_KINDS,
  sms: SMS_KINDS,
}

/** The kind of a known slug; undefined for any other. */
export function kindOfSlug(channel: Channel, slug: string | null): MessageKind | undefined {
  return ownEntry(KINDS[channel], slug)
}

/**
 * The slug if Clerk is known to use it, otherwise `other`. For counters: templates may have any name, and
 * must not make any number of counters.
 */
export function knownSlug(channel: Channel, slug: string | null): string {
  return slug !== null && kindOfSlug(channel, slug) ? slug : 'other'
}
