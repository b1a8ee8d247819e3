import { Body, Container, Head, Html, Text } from 'react-email'
import { SegmentedMessage } from 'sms-segments-calculator'
import { SMS } from '../../src/templates/sms.ts'
import { FONT } from '../_parts/theme.ts'

interface SmsProps {
  readonly locale: string
  readonly appName: string
  readonly appOrigin: string
  readonly contacts: readonly string[]
}

const VARIABLES = { otp_code: '429618', action_url: 'https://acme.com/accept?ticket=c2lnbmF0dXJl' }

/** Every SMS and its number of segments. Change `locale` in the props. */
export default function Sms(props: SmsProps) {
  return (
    <Html lang={props.locale}>
      <Head />
      <Body style={{ backgroundColor: '#ffffff', fontFamily: FONT, padding: 24 }}>
        {Object.entries(SMS).map(([slug, write]) => (
          <Bubble key={slug} slug={slug} body={String(write(VARIABLES, props))} />
        ))}
      </Body>
    </Html>
  )
}

function Bubble({ slug, body }: { slug: string; body: string }) {
  const { segmentsCount, encodingName, numberOfCharacters } = new SegmentedMessage(body)
  return (
    <Container style={{ margin: '0 0 20px', maxWidth: 340 }}>
      <Text
        // Phones choose the direction of each line separately.
        dir="auto"
        style={{
          backgroundColor: '#e9e9eb',
          borderRadius: 18,
          color: '#111111',
          fontSize: 16,
          lineHeight: '21px',
          margin: 0,
          padding: '10px 14px',
          unicodeBidi: 'plaintext',
          whiteSpace: 'pre-line',
          wordBreak: 'break-word',
        }}
      >
        {body}
      </Text>
      <Text style={{ color: '#5b606b', fontSize: 12, lineHeight: '16px', margin: '4px 14px' }}>
        {slug}: {numberOfCharacters} characters, {encodingName}, {segmentsCount} segment
        {segmentsCount === 1 ? '' : 's'}
      </Text>
    </Container>
  )
}

Sms.PreviewProps = {
  locale: 'en',
  appName: 'Acme',
  appOrigin: 'https://app.acme.com',
  contacts: ['help@acme.com'],
} satisfies SmsProps
