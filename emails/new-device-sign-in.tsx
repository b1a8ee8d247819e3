import { signInMethodOf } from '../src/domain/sign-in-method.ts'
import { localTime } from '../src/templates/local-time.ts'
import { sentences } from '../src/templates/sentences.ts'
import { type Translate, wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { deviceIn } from './_parts/device-words.ts'
import { factsOf } from './_parts/facts.tsx'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'
import { accountWays, supportWays } from './_parts/ways.tsx'

export interface NewDeviceSignInProps extends Common {
  /** Type, browser and operating system, if they are known. */
  readonly device?: string | undefined
  readonly location?: string | undefined
  readonly ipAddress?: string | undefined
  readonly time?: string | undefined
  readonly signInMethod?: string | undefined
  /** The link that ends the session. */
  readonly revokeLink?: string | undefined
}

const letter = composeOnce((props: NewDeviceSignInProps): LetterContent => {
  const { revokeLink, location, signInMethod, brand, locale } = props
  const t = wordsOf(locale, brand.appName)
  const method = signInMethodOf(signInMethod)
  const device = props.device && deviceIn(t, props.device)
  const time = props.time && localTime(locale, props.time)
  const signOut = revokeLink
    ? [{ label: t('emails.new_device_sign_in.button'), href: revokeLink }]
    : []
  const advice = sentences(locale, [
    t(revokeLink ? 'advice.sign_out' : 'advice.sign_out_others'),
    adviceFor(t, method),
  ])
  // Most readers recognise their own sign-in by these.
  const recognise = [device, location, time].filter(Boolean).join(' · ')
  return {
    subject: t('emails.new_device_sign_in.subject'),
    preheader: recognise || sentences(locale, [t('not_you'), advice]),
    paragraphs: [t('emails.new_device_sign_in.body')],
    facts: factsOf(t, {
      device,
      location,
      ip_address: props.ipAddress,
      time,
      sign_in_method: method.kind === 'known' ? t(`methods.${method.method}`) : signInMethod,
    }),
    aside: {
      title: t('not_you'),
      text: advice,
      ways: [...signOut, ...accountWays(t, brand), ...supportWays(t, brand)],
    },
    reason: 'account',
  }
})

/** What closes the way in that the other person has used. */
function adviceFor(t: Translate, method: ReturnType<typeof signInMethodOf>): string {
  if (method.kind === 'provider') return t('advice.provider', { provider: method.provider })
  if (method.kind === 'other') return t('advice.contact')
  switch (method.method) {
    case 'password':
      return t('advice.reset')
    case 'email_code':
    case 'email_link':
      return t('advice.mailbox')
    case 'passkey':
      return t('advice.passkey')
    default:
      return t('advice.contact')
  }
}

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
} satisfies NewDeviceSignInProps
