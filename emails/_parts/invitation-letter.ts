import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { factsOf } from './facts.tsx'
import { composeOnce, type LetterContent } from './letter.tsx'

export interface InvitationProps extends Common {
  readonly link: string
  /** The name of the person who invites. */
  readonly inviter?: string | undefined
  /** The organization, if the invitation is not to the app as a whole. */
  readonly organization?: string | undefined
  readonly days?: number | undefined
}

type Slug = 'invitation' | 'organization_invitation' | 'waitlist_invitation'

/** The letter with an invitation. The reader may have no account yet. */
export function invitationLetter(slug: Slug) {
  return composeOnce((props: InvitationProps): LetterContent => {
    const { link, inviter, days, brand, locale } = props
    const t = wordsOf(locale, brand.appName)
    const organization = props.organization ?? t('organization')
    const prompt = t(`emails.${slug}.prompt`, { organization })
    const closing = [
      days && t('invitation_life', { days }),
      slug !== 'waitlist_invitation' && t('ignore_invitation'),
    ]
      .filter(Boolean)
      .join(' ')
    return {
      subject:
        inviter && slug !== 'waitlist_invitation'
          ? t(`emails.${slug}.subject_by`, { inviter, organization })
          : t(`emails.${slug}.subject`, { organization }),
      preheader: `${prompt} ${closing}`,
      paragraphs: [prompt],
      facts: factsOf(t, { organization: props.organization, invited_by: inviter }),
      button: {
        label: t(`emails.${slug}.button`),
        href: link,
        otherwise: t('button_fallback'),
      },
      closing,
    }
  })
}
