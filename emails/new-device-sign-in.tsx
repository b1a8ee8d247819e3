import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'

export interface NewDeviceSignInProps extends Common {
  /** Type, browser and operating system, if they are known. */
  readonly device?: string | undefined
  readonly location?: string | undefined
  readonly ipAddress?: string | undefined
  readonly time?: string | undefined
  readonly signInMethod?: string | undefined
  /** The link that ends the session. */
  readonly revokeLink?: string | undefined
  readonly supportEmail?: string | undefined
}

const letter = composeOnce((props: NewDeviceSignInProps): LetterContent => {
  const { revokeLink, supportEmail, brand, locale } = props
  const t = wordsOf(locale, brand.appName)
  const advice = t(`emails.new_device_sign_in.${revokeLink ? 'advice' : 'advice_plain'}`)
  const contact = supportEmail && t('contact', { email: supportEmail })
  return {
    subject: t('emails.new_device_sign_in.subject'),
    paragraphs: [t('emails.new_device_sign_in.body')],
    facts: factsOf(t, {
      device: props.device,
      location: props.location,
      ip_address: props.ipAddress,
      time: props.time,
      sign_in_method: props.signInMethod,
    }),
    ...(revokeLink && {
      button: {
        label: t('emails.new_device_sign_in.button'),
        href: revokeLink,
        otherwise: t('button_fallback'),
      },
    }),
    aside: { title: t('not_you'), text: [advice, contact].filter(Boolean).join(' ') },
  }
})

export default function NewDeviceSignIn(props: NewDeviceSignInProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

NewDeviceSignIn.PreviewProps = {
  ...PREVIEW,
  device: 'Desktop, Chrome, Windows',
  location: 'Berlin, DE',
  ipAddress: '203.0.113.233',
  time: 'November 21, 10:14AM +0000',
  signInMethod: 'Password',
  revokeLink: 'https://clerk.acme.com/v1/sessions/revoke?token=eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
  supportEmail: 'help@acme.com',
} satisfies NewDeviceSignInProps
