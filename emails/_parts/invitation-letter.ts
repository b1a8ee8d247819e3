import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { factsOf } from './facts.tsx'
import { type LetterContent, once } from './letter.tsx'

export interface InvitationProps extends Common {
  readonly link: string
  /** Who invites. */
  readonly inviter?: string | undefined
  /** What one is invited to, when it is not the app as a whole. */
  readonly organization?: string | undefined
  readonly days?: number | undefined
}

type Slug = 'invitation' | 'organization_invitation' | 'waitlist_invitation'

/** What an email says that invites somebody who need not have an account. */
export function invitationLetter(slug: Slug) {
  return once((props: InvitationProps): LetterContent => {
    const { link, inviter, days, brand, locale } = props
    const say = wordsOf(locale, brand.appName)
    const organization = props.organization ?? say('organization')
    const prompt = say(`emails.${slug}.prompt`, { organization })
    const closing = [
      days && say('invitation_life', { days }),
      slug !== 'waitlist_invitation' && say('ignore_invitation'),
    ]
      .filter(Boolean)
      .join(' ')
    return {
      subject:
        inviter && slug !== 'waitlist_invitation'
          ? say(`emails.${slug}.subject_by`, { inviter, organization })
          : say(`emails.${slug}.subject`, { organization }),
      preheader: `${prompt} ${closing}`,
      paragraphs: [prompt],
      facts: factsOf(say, { organization: props.organization, invited_by: inviter }),
      button: {
        label: say(`emails.${slug}.button`),
        href: link,
        otherwise: say('button_fallback'),
      },
      closing,
    }
  })
}
