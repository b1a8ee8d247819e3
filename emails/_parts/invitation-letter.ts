import { sentences } from '../../src/templates/sentences.ts'
import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { composeOnce, type LetterContent } from './letter.tsx'

export interface InvitationProps extends Common {
  readonly link: string
  /** The name of the person who invites. */
  readonly inviter?: string | undefined
  /** The organization, if the invitation is not to the app as a whole. */
  readonly organization?: string | undefined
  /** The address of the organization's logo. */
  readonly organizationLogo?: string | undefined
  readonly days?: number | undefined
}

type Slug = 'invitation' | 'organization_invitation' | 'waitlist_invitation'

/** The letter with an invitation. The reader may have no account yet. */
export function invitationLetter(slug: Slug) {
  return composeOnce((props: InvitationProps): LetterContent => {
    const { link, inviter, organizationLogo, days, brand, locale } = props
    const t = wordsOf(locale, brand.appName)
    const organization = props.organization ?? t('organization')
    const invited = slug !== 'waitlist_invitation'
    const closing = sentences(locale, [
      days && t('invitation_life', { days }),
      invited && t('ignore_invitation'),
    ])
    return {
      subject:
        inviter && invited
          ? t(`emails.${slug}.subject_by`, { inviter, organization })
          : t(`emails.${slug}.subject`, { organization }),
      // The heading has said who invites the reader, and to what.
      preheader: closing,
      paragraphs: invited ? [] : [t(`emails.${slug}.prompt`)],
      ...(organizationLogo &&
        props.organization && { emblem: { src: organizationLogo, name: props.organization } }),
      button: {
        label: t(`emails.${slug}.button`),
        href: link,
        otherwise: t('button_fallback'),
      },
      closing,
      reason: invited ? 'invitation' : 'waitlist',
    }
  })
}
