import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'

export interface OrganizationInvitationAcceptedProps extends Common {
  readonly organization?: string | undefined
  /** The address of the new member. */
  readonly emailAddress?: string | undefined
}

const letter = composeOnce((props: OrganizationInvitationAcceptedProps): LetterContent => {
  const { brand, locale, emailAddress } = props
  const t = wordsOf(locale, brand.appName)
  const organization = props.organization ?? t('organization')
  return {
    subject: t('emails.organization_invitation_accepted.subject', { organization }),
    paragraphs: [t('emails.organization_invitation_accepted.body', { organization })],
    facts: factsOf(t, {
      organization: props.organization,
      new_member: emailAddress,
    }),
    ...(brand.appUrl && {
      button: {
        label: t('emails.organization_invitation_accepted.button'),
        href: brand.appUrl,
        otherwise: t('button_fallback'),
      },
    }),
    reason: 'account',
  }
})

export default function OrganizationInvitationAccepted(props: OrganizationInvitationAcceptedProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

OrganizationInvitationAccepted.PreviewProps = {
  ...PREVIEW,
  organization: 'Analytical Engines',
  emailAddress: 'grace@example.com',
} satisfies OrganizationInvitationAcceptedProps
