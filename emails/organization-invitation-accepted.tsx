import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { Letter, type LetterContent, once, written } from './_parts/letter.tsx'

export interface OrganizationInvitationAcceptedProps extends Common {
  readonly organization?: string | undefined
  /** Of the new member. */
  readonly emailAddress?: string | undefined
}

const letter = once((props: OrganizationInvitationAcceptedProps): LetterContent => {
  const { brand, locale, emailAddress } = props
  const say = wordsOf(locale, brand.appName)
  const organization = props.organization ?? say('organization')
  return {
    subject: say('emails.organization_invitation_accepted.subject', { organization }),
    paragraphs: [say('emails.organization_invitation_accepted.body', { organization })],
    facts: factsOf(say, {
      organization: props.organization,
      email_address: emailAddress,
    }),
    ...(brand.appUrl && {
      button: {
        label: say('emails.organization_invitation_accepted.button'),
        href: brand.appUrl,
        otherwise: say('button_fallback'),
      },
    }),
  }
})

export default function OrganizationInvitationAccepted(props: OrganizationInvitationAcceptedProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = written(letter)

OrganizationInvitationAccepted.PreviewProps = {
  ...PREVIEW,
  organization: 'Analytical Engines',
  emailAddress: 'grace@example.com',
} satisfies OrganizationInvitationAcceptedProps
