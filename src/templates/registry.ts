import { createElement, type ReactElement } from 'react'
import { z } from 'zod'
import type { Common } from '../../emails/_parts/common.ts'
import * as accountLocked from '../../emails/account-locked.tsx'
import * as billingFailedPayment from '../../emails/billing-failed-payment.tsx'
import * as billingFreeTrialRenewalFailed from '../../emails/billing-free-trial-renewal-failed.tsx'
import * as billingFreeTrialRenewalUpcoming from '../../emails/billing-free-trial-renewal-upcoming.tsx'
import * as billingPriceTransitionUpcoming from '../../emails/billing-price-transition-upcoming.tsx'
import * as billingReceipt from '../../emails/billing-receipt.tsx'
import * as commerceGatewayAccountDeauthorized from '../../emails/commerce-gateway-account-deauthorized.tsx'
import * as invitation from '../../emails/invitation.tsx'
import * as magicLinkSignIn from '../../emails/magic-link-sign-in.tsx'
import * as magicLinkSignUp from '../../emails/magic-link-sign-up.tsx'
import * as magicLinkUserProfile from '../../emails/magic-link-user-profile.tsx'
import * as mfaEnabled from '../../emails/mfa-enabled.tsx'
import * as newDeviceSignIn from '../../emails/new-device-sign-in.tsx'
import * as opaqueTokenUsageLimitAlert from '../../emails/opaque-token-usage-limit-alert.tsx'
import * as opaqueTokenUsageLimitExceeded from '../../emails/opaque-token-usage-limit-exceeded.tsx'
import * as organizationInvitation from '../../emails/organization-invitation.tsx'
import * as organizationInvitationAccepted from '../../emails/organization-invitation-accepted.tsx'
import * as passkeyAdded from '../../emails/passkey-added.tsx'
import * as passkeyRemoved from '../../emails/passkey-removed.tsx'
import * as passwordChanged from '../../emails/password-changed.tsx'
import * as passwordRemoved from '../../emails/password-removed.tsx'
import * as primaryEmailAddressChanged from '../../emails/primary-email-address-changed.tsx'
import * as resetPasswordCode from '../../emails/reset-password-code.tsx'
import * as verificationCode from '../../emails/verification-code.tsx'
import * as waitlistConfirmation from '../../emails/waitlist-confirmation.tsx'
import * as waitlistEntryCreated from '../../emails/waitlist-entry-created.tsx'
import * as waitlistInvitation from '../../emails/waitlist-invitation.tsx'
import * as welcome from '../../emails/welcome.tsx'
import type { EmailSlug } from '../domain/slugs.ts'
import { type Missing, missingIn } from './missing.ts'
import {
  accountVariables,
  codeVariables,
  deviceVariables,
  invitationVariables,
  linkVariables,
  lockVariables,
  memberVariables,
  reportVariables,
  welcomeVariables,
} from './variables.ts'

/** The exports of a file in `emails/`. */
interface TemplateModule<Props extends Common> {
  readonly default: ((props: Props) => ReactElement) & { readonly PreviewProps: NoInfer<Props> }
  readonly subject: (props: Props) => string
  readonly text: (props: Props) => string
}

/** Makes an email from variables, or names the missing ones. */
export interface EmailTemplate {
  write(variables: unknown, common: Common): WrittenEmail | Missing
  /** The email with the props of its preview, except those in `common`. */
  preview(common?: Partial<Common>): WrittenEmail
}

/** A template of ours, which knows what it needs. */
export interface OurTemplate extends EmailTemplate {
  /** The names of the variables that it cannot do without. */
  required(): readonly string[]
}

export interface WrittenEmail {
  readonly element: ReactElement
  readonly subject: string
  /** Null: to be made from the HTML. */
  readonly text: string | null
}

export type Registry = Readonly<Record<string, EmailTemplate>>

/**
 * The templates by slug. A new template needs one file in `emails/` and one line here. Every known slug
 * of Clerk (`domain/slugs.ts`) must have one.
 */
export const EMAILS = {
  verification_code: template(codeVariables, verificationCode),
  reset_password_code: template(codeVariables, resetPasswordCode),
  magic_link_sign_in: template(linkVariables, magicLinkSignIn),
  magic_link_sign_up: template(linkVariables, magicLinkSignUp),
  magic_link_user_profile: template(linkVariables, magicLinkUserProfile),
  invitation: template(invitationVariables, invitation),
  organization_invitation: template(invitationVariables, organizationInvitation),
  waitlist_invitation: template(invitationVariables, waitlistInvitation),
  password_changed: template(accountVariables, passwordChanged),
  password_removed: template(accountVariables, passwordRemoved),
  primary_email_address_changed: template(accountVariables, primaryEmailAddressChanged),
  new_device_sign_in: template(deviceVariables, newDeviceSignIn),
  account_locked: template(lockVariables, accountLocked),
  mfa_enabled: template(accountVariables, mfaEnabled),
  passkey_added: template(accountVariables, passkeyAdded),
  passkey_removed: template(accountVariables, passkeyRemoved),
  organization_invitation_accepted: template(memberVariables, organizationInvitationAccepted),
  waitlist_confirmation: template(z.object({}), waitlistConfirmation),
  waitlist_entry_created: template(reportVariables, waitlistEntryCreated),
  billing_receipt: template(reportVariables, billingReceipt),
  billing_failed_payment: template(reportVariables, billingFailedPayment),
  billing_price_transition_upcoming: template(reportVariables, billingPriceTransitionUpcoming),
  billing_free_trial_renewal_upcoming: template(reportVariables, billingFreeTrialRenewalUpcoming),
  billing_free_trial_renewal_failed: template(reportVariables, billingFreeTrialRenewalFailed),
  commerce_gateway_account_deauthorized: template(
    reportVariables,
    commerceGatewayAccountDeauthorized,
  ),
  opaque_token_usage_limit_alert: template(reportVariables, opaqueTokenUsageLimitAlert),
  opaque_token_usage_limit_exceeded: template(reportVariables, opaqueTokenUsageLimitExceeded),
  welcome: template(welcomeVariables, welcome),
} satisfies Registry & Readonly<Record<EmailSlug, OurTemplate>>

/** Combines a template with the schema of its variables. */
export function template<Props extends Common>(
  schema: z.ZodType<Omit<NoInfer<Props>, keyof Common>>,
  module: TemplateModule<Props>,
): OurTemplate {
  const write = (props: Props): WrittenEmail => {
    // Nothing checks the types while somebody edits a template with `npm run dev`.
    for (const name of ['default', 'subject', 'text'] as const) {
      if (typeof module[name] !== 'function')
        throw new Error(`The template does not export ${EXPORTS[name]}.`)
    }
    return {
      element: createElement(module.default, props),
      subject: module.subject(props),
      text: module.text(props),
    }
  }
  return {
    write(variables, common) {
      const parsed = schema.safeParse(variables)
      // TypeScript cannot see that both parts together are all props.
      return parsed.success
        ? write({ ...parsed.data, ...common } as Props)
        : missingIn(parsed.error)
    },
    preview: (common) => write({ ...module.default?.PreviewProps, ...common }),
    required() {
      const { error } = schema.safeParse({})
      return error ? missingIn(error).missing : []
    },
  }
}

const EXPORTS = {
  default: 'its component (export default)',
  subject: '"subject"',
  text: '"text"',
} as const
