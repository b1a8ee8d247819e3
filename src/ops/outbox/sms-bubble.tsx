/** @jsxImportSource hono/jsx */
import { SegmentedMessage } from 'sms-segments-calculator'

/** The text of an SMS, and how many segments it takes. */
export function SmsBubble({ body }: { body: string }) {
  const { segments, encoding, characters, others } = sizeOf(body)
  return (
    <div class="sms">
      <p class="bubble" dir="auto">
        {body}
      </p>
      <p class="soft">
        {segments} {segments === 1 ? 'segment' : 'segments'} · {encoding} · {characters} characters
        {encoding === 'UCS-2' && others.length > 0 && (
          <>
            {' '}
            · not in GSM-7: <bdi>{others.slice(0, 12).join(' ')}</bdi>
          </>
        )}
      </p>
    </div>
  )
}

function sizeOf(body: string) {
  const message = new SegmentedMessage(body)
  return {
    segments: message.segmentsCount,
    encoding: message.getEncodingName(),
    characters: message.numberOfCharacters,
    others: [...new Set(message.getNonGsmCharacters())],
  }
}
