import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { Letter, type LetterContent, once, written } from './_parts/letter.tsx'

export interface NewDeviceSignInProps extends Common {
  /** Kind, browser and operating system, as far as they are known. */
  readonly device?: string | undefined
  readonly location?: string | undefined
  readonly ipAddress?: string | undefined
  readonly time?: string | undefined
  readonly signInMethod?: string | undefined
  /** Ends the session. */
  readonly revokeLink?: string | undefined
  readonly supportEmail?: string | undefined
}

const letter = once((props: NewDeviceSignInProps): LetterContent => {
  const { revokeLink, supportEmail, brand, locale } = props
  const say = wordsOf(locale, brand.appName)
  const advice = say(`emails.new_device_sign_in.${revokeLink ? 'advice' : 'advice_plain'}`)
  const contact = supportEmail && say('contact', { email: supportEmail })
  return {
    subject: say('emails.new_device_sign_in.subject'),
    paragraphs: [say('emails.new_device_sign_in.body')],
    facts: factsOf(say, {
      device: props.device,
      location: props.location,
      ip_address: props.ipAddress,
      time: props.time,
      sign_in_method: props.signInMethod,
    }),
    ...(revokeLink && {
      button: {
        label: say('emails.new_device_sign_in.button'),
        href: revokeLink,
        otherwise: say('button_fallback'),
      },
    }),
    aside: { title: say('not_you'), text: [advice, contact].filter(Boolean).join(' ') },
  }
})

export default function NewDeviceSignIn(props: NewDeviceSignInProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = written(letter)

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
