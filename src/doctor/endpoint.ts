import { ask } from './ask.ts'
import { type Check, fail, ok, skipped } from './check.ts'

const PATH = '/api/webhooks'
// What the endpoint says of itself.
const BELLHOP = /^Bellhop listens here/

/** `endpoint`: the public address of the webhook answers from outside this process. */
export function endpointCheck(publicUrl: string | undefined, fetcher: typeof fetch): Check {
  return {
    id: 'endpoint',
    async run(signal) {
      if (!publicUrl) return skipped('PUBLIC_URL is not set.')
      const url = `${publicUrl}${PATH}`
      const reply = await ask({ fetch: fetcher, baseUrl: publicUrl, headers: {} }, PATH, signal)
      if (reply.kind === 'unreachable') {
        return fail(`${url} does not answer (${reply.why}).`, adviceOn(reply.why))
      }
      const { status, text } = reply
      if (status >= 300 && status < 400) {
        const fix =
          'Set PUBLIC_URL to the address that is redirected to. Clerk follows no redirect.'
        return fail(`${url} redirects (${status}).`, fix)
      }
      if (status === 401 || status === 403) {
        const fix = `Let requests to ${PATH} through without a sign-in. Bellhop checks their signature.`
        return fail(`Something in front of Bellhop asks for a sign-in (${status}).`, fix)
      }
      if (status !== 200 || !BELLHOP.test(text)) {
        const fix = 'Let the proxy send this path to Bellhop, and start Bellhop.'
        return fail(`Something other than Bellhop answers at ${url} (${status}).`, fix)
      }
      return ok(`Bellhop answers at ${url}.`)
    },
  }
}

function adviceOn(why: string): string {
  if (why === 'ENOTFOUND') return 'Create the DNS entry of this host, or correct PUBLIC_URL.'
  if (/CERT|SIGNED|VERIFY|TLS|SSL/.test(why)) {
    return 'Give the host a certificate that is valid for its name, with all intermediates.'
  }
  return 'Start Bellhop, and let the proxy and the firewall send this address to it.'
}
