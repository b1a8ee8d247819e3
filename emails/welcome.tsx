import { ActionButton } from './_parts/action-button.tsx'
import { type Common, PREVIEW } from './_parts/brand.ts'
import { Frame } from './_parts/frame.tsx'
import { Paragraph } from './_parts/paragraph.tsx'

export interface WelcomeProps extends Common {
  /** Of the new user; many have none. */
  readonly firstName?: string
}

export default function Welcome(props: WelcomeProps) {
  const { brand, locale } = props
  return (
    <Frame brand={brand} locale={locale} heading={heading(props)} preheader={READY}>
      <Paragraph>{greeting(props)}</Paragraph>
      <Paragraph>{READY}</Paragraph>
      {brand.appUrl && (
        <ActionButton
          brand={brand}
          href={brand.appUrl}
          label={brand.appName ? `Open ${brand.appName}` : 'Get started'}
          otherwise="If the button does not work, open this address:"
        />
      )}
      <Paragraph quiet>{QUESTIONS}</Paragraph>
    </Frame>
  )
}

export function subject(props: WelcomeProps): string {
  return heading(props)
}

export function text(props: WelcomeProps): string {
  const { appName, appUrl } = props.brand
  return [greeting(props), READY, appUrl, QUESTIONS, appName].filter(Boolean).join('\n\n')
}

const READY = 'Your account is ready. You can sign in at any time with this email address.'
const QUESTIONS = 'You get this email once, because an account was made with this address.'

function heading({ brand }: WelcomeProps): string {
  return brand.appName ? `Welcome to ${brand.appName}` : 'Welcome'
}

function greeting({ firstName }: WelcomeProps): string {
  return firstName ? `Hi ${firstName},` : 'Hi there,'
}

Welcome.PreviewProps = { ...PREVIEW, firstName: 'Ada' } satisfies WelcomeProps
