import { PREVIEW } from './_parts/common.ts'
import { type InvitationProps, invitationLetter } from './_parts/invitation-letter.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = invitationLetter('organization_invitation')

export default function OrganizationInvitation(props: InvitationProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

OrganizationInvitation.PreviewProps = {
  ...PREVIEW,
  link: 'https://clerk.acme.com/v1/tickets/accept?ticket=eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
  inviter: 'Grace Hopper',
  organization: 'Analytical Engines',
  days: 30,
} satisfies InvitationProps
