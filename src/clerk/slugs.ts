import type { MessageKind } from '../domain/message.ts'

/** What each of Clerk's slugs is for. Clerk documents few of them; the others were read off instances. */
const KINDS: Readonly<Record<string, MessageKind>> = {
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
}

/**
 * The kind of a message. A slug we have never heard of is judged by its variables: with a code in it,
 * it must not queue behind newsletters or arrive after the code is dead.
 */
export function kindOf(
  slug: string | null,
  variables: Readonly<Record<string, unknown>>,
): MessageKind {
  const known = slug !== null && Object.hasOwn(KINDS, slug) ? KINDS[slug] : undefined
  if (known) return known
  if (typeof variables.otp_code === 'string') return 'code'
  if (typeof variables.magic_link === 'string') return 'link'
  if (typeof variables.action_url === 'string') return 'invitation'
  return 'notice'
}
