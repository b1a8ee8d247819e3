/** The values that examples contain. */
export interface ExampleInput {
  readonly code: string
  readonly link: string
  readonly to: string
}

type Variables = (input: ExampleInput) => Record<string, unknown>

const user = { public_metadata: {}, public_metadata_fallback: '' }
const request = {
  requested_by: 'Chrome, OS X',
  requested_from: '203.0.113.7, Berlin, DE',
  requested_at: '21 November 2026, 10:14 UTC',
}
const security = (to: string) => ({ greeting_name: 'Ada', primary_email_address: to })
const link: Variables = (input) => ({ magic_link: input.link, ttl_minutes: 10, ...request })
const code: Variables = (input) => ({ otp_code: input.code, ...request, user })
const organization = {
  org: { name: 'Analytical Engines', logo_image_url: '' },
}
const owner: Variables = () => ({})

/**
 * Template variables by email slug, as Clerk's documentation and public receivers show them. For billing
 * emails and emails to the app's owner only `app` and `theme` are known.
 */
export const EMAIL_VARIABLES: Readonly<Record<string, Variables>> = {
  verification_code: code,
  reset_password_code: code,
  magic_link_sign_in: link,
  magic_link_sign_up: link,
  magic_link_user_profile: link,
  password_changed: ({ to }) => security(to),
  password_removed: ({ to }) => security(to),
  primary_email_address_changed: ({ to }) => ({ new_email_address: to }),
  new_device_sign_in: () => ({
    sign_in_method: 'Password',
    device_type: 'Desktop',
    browser_name: 'Chrome',
    operating_system: 'Windows',
    location: 'Berlin, DE',
    ip_address: '203.0.113.233',
    session_created_at: 'November 21, 10:14AM +0000',
    revoke_session_url: '',
    support_email: '',
  }),
  account_locked: () => ({
    locked_date: '21 November 2026, 10:14 UTC',
    failed_attempts: 100,
    unlock_time: '21 November 2026, 11:14 UTC',
    lockout_duration: '1 hour',
  }),
  mfa_enabled: ({ to }) => ({ ...security(to), ...request }),
  passkey_added: ({ to }) => ({ ...security(to), passkey_name: 'MacBook' }),
  passkey_removed: ({ to }) => ({ ...security(to), passkey_name: 'MacBook' }),
  invitation: (input) => ({
    action_url: input.link,
    inviter: { name: 'Grace' },
    inviter_name: 'Grace',
    invitation: { expires_in_days: 30, public_metadata: {}, public_metadata_fallback: '' },
  }),
  organization_invitation: (input) => ({
    action_url: input.link,
    ...organization,
    inviter: { name: 'Grace' },
    inviter_name: 'Grace',
    invitation: { expires_in_days: 30, public_metadata: {}, public_metadata_fallback: '' },
  }),
  organization_invitation_accepted: ({ to }) => ({ ...organization, email_address: to }),
  waitlist_confirmation: () => ({}),
  waitlist_invitation: (input) => ({
    action_url: input.link,
    invitation: { expires_in_days: 30 },
  }),
  waitlist_entry_created: owner,
  billing_receipt: owner,
  billing_failed_payment: owner,
  billing_price_transition_upcoming: owner,
  billing_free_trial_renewal_upcoming: owner,
  billing_free_trial_renewal_failed: owner,
  commerce_gateway_account_deauthorized: owner,
  opaque_token_usage_limit_alert: owner,
  opaque_token_usage_limit_exceeded: owner,
}

/** Texts by SMS slug. Clerk's published SMS event has no variables, so the examples have none. */
export const SMS_TEXTS: Readonly<Record<string, (input: ExampleInput) => string>> = {
  verification_code: (input) => `Your verification code is ${input.code}`,
  reset_password_code: (input) => `Your password reset code is ${input.code}`,
  invitation: (input) => `You have been invited to Acme: ${input.link}`,
  password_changed: () => 'Your Acme password was changed.',
  password_removed: () => 'Your Acme password was removed.',
  passkey_added: () => 'A passkey was added to your Acme account.',
  passkey_removed: () => 'A passkey was removed from your Acme account.',
}
