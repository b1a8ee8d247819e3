import { Hr, Text } from 'react-email'
import { Paragraph } from './paragraph.tsx'
import { INK, LINE } from './theme.ts'

/** Where a request came from, as Clerk tells it: finished texts, any of them may be missing. */
export interface RequestOrigin {
  /** The device, for example `Chrome, OS X`. */
  readonly requestedBy?: string
  /** The place or IP address. */
  readonly requestedFrom?: string
  readonly requestedAt?: string
}

/** "Requested from … on … at …", or nothing when nothing is known. */
export function originSentence({ requestedBy, requestedFrom, requestedAt }: RequestOrigin): string {
  const parts = [
    requestedBy && `with ${requestedBy}`,
    requestedFrom && `from ${requestedFrom}`,
    requestedAt && `on ${requestedAt}`,
  ].filter(Boolean)
  return parts.length === 0 ? '' : `It was requested ${parts.join(' ')}.`
}

/** The block for those who did not ask for the message. */
export function RequestNote({
  origin,
  advice,
}: {
  readonly origin: RequestOrigin
  readonly advice: string
}) {
  const sentence = originSentence(origin)
  return (
    <>
      <Hr
        className="line"
        style={{ border: 'none', borderTop: `1px solid ${LINE}`, margin: '28px 0 20px' }}
      />
      <Text
        className="ink"
        style={{ color: INK, fontSize: 13, fontWeight: 600, lineHeight: '20px', margin: '0 0 4px' }}
      >
        Didn’t request this?
      </Text>
      <Paragraph quiet>{sentence ? `${sentence} ${advice}` : advice}</Paragraph>
    </>
  )
}
