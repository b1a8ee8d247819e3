import { verifyWebhook } from '@clerk/backend/webhooks'
import { withoutUnstorable } from './storable-json.ts'

/** What the signature check made of a request. `forged` covers every fault in headers, time or signature. */
export type Verified =
  | { readonly kind: 'verified'; readonly svixId: string; readonly body: unknown }
  | { readonly kind: 'forged' }
  /** Correctly signed, but the body is not JSON. */
  | { readonly kind: 'not-json' }

/** Checks a webhook request against every secret: a rotation or a second endpoint needs more than one. */
export async function verifyClerkWebhook(
  headers: Headers,
  rawBody: string,
  secrets: readonly string[],
): Promise<Verified> {
  const json = parse(rawBody)
  for (const signingSecret of secrets) {
    // verifyWebhook reads headers and text only, and drops the timestamp and the instance of the
    // event; hence the body that we parsed ourselves.
    const request = new Request('http://bellhop.invalid', {
      method: 'POST',
      headers,
      body: rawBody,
    })
    try {
      await verifyWebhook(request, { signingSecret })
    } catch (error) {
      if (!isSigned(error, json)) continue
      if (json.kind === 'fault') return { kind: 'not-json' }
    }
    if (json.kind === 'fault') return { kind: 'not-json' }
    return { kind: 'verified', svixId: headers.get('svix-id')?.trim() ?? '', body: json.value }
  }
  return { kind: 'forged' }
}

type Parsed =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly message: string }

function parse(rawBody: string): Parsed {
  try {
    return { kind: 'value', value: JSON.parse(withoutUnstorable(rawBody)) }
  } catch (error) {
    return { kind: 'fault', message: (error as Error).message }
  }
}

// verifyWebhook throws plain errors, before and after the signature held. After it, only two are
// possible: JSON.parse's own words, or that `null` or an empty body has no `type`.
function isSigned(error: unknown, json: Parsed): boolean {
  const message = error instanceof Error ? error.message : ''
  if (json.kind === 'fault' && message.endsWith(json.message)) return true
  return message.includes("reading 'type'")
}
