import { createAcceptedLog } from './accepted-log.ts'
import { type Answer, openProviderServer, type ProviderServer } from './provider-server.ts'

const ID = '223704706495545344'
const PATH = `/api/webhooks/${ID}/discordhooksecret`
// As Discord limits a webhook today. Its documentation says to read the answer instead.
const WINDOW = { requests: 5, seconds: 2 }

export interface DiscordEmbed {
  readonly title?: string
  readonly url?: string
  readonly description?: string
  readonly color?: number
  readonly fields?: readonly { readonly name: string; readonly value: string }[]
}

export interface DiscordWebhook extends ProviderServer {
  /** The address of the webhook, which is a secret. */
  readonly hook: string
  readonly embeds: readonly DiscordEmbed[]
  waitFor(count: number): Promise<readonly DiscordEmbed[]>
}

/** Discord behind a webhook: it limits requests, and says 204, or 200 with the message to those who wait. */
export async function openDiscordWebhook(
  options: { readonly now?: () => Date } = {},
): Promise<DiscordWebhook> {
  const { now = () => new Date() } = options
  const log = createAcceptedLog<DiscordEmbed>()
  let arrived: number[] = []
  const server = await openProviderServer({
    now,
    failure: (status) => fault(status, 0, `${status}: Internal Server Error`),
    async answer({ path, body, query }) {
      if (!path.startsWith('/api/webhooks/')) return fault(404, 0, '404: Not Found')
      if (!path.startsWith(`/api/webhooks/${ID}/`)) return fault(404, 10_015, 'Unknown Webhook')
      if (path !== PATH) return fault(401, 50_027, 'Invalid Webhook Token')
      const at = now().getTime()
      arrived = arrived.filter((time) => at - time < WINDOW.seconds * 1_000)
      const [oldest = at] = arrived
      if (arrived.length >= WINDOW.requests) return tooMany(WINDOW.seconds - (at - oldest) / 1_000)
      arrived.push(at)
      const message = JSON.parse(body) as { content?: string; embeds?: DiscordEmbed[] }
      const { embeds = [] } = message
      if (!message.content && embeds.length === 0) {
        return fault(400, 50_006, 'Cannot send an empty message')
      }
      if (embeds.length > 10 || !embeds.every(isValid)) {
        return fault(400, 50_035, 'Invalid Form Body')
      }
      for (const embed of embeds) log.add(embed)
      return query.get('wait') === 'true'
        ? { status: 200, body: { id: '1', type: 0, ...message } }
        : { status: 204, body: '' }
    },
  })
  return Object.assign(server, {
    hook: `${server.url}${PATH}`,
    embeds: log.messages,
    waitFor: log.waitFor,
  })
}

function fault(status: number, code: number, message: string): Answer {
  return { status, body: { message, code } }
}

/** The header is in whole seconds, the body is exact. */
function tooMany(seconds: number): Answer {
  return {
    status: 429,
    headers: { 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' },
    body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
  }
}

function isValid({ title = '', description = '', url, fields = [] }: DiscordEmbed): boolean {
  return (
    title.length <= 256 &&
    description.length <= 4_096 &&
    fields.length <= 25 &&
    fields.every(({ name, value }) => /^.{1,256}$/s.test(name) && /^.{1,1024}$/s.test(value)) &&
    (url === undefined || /^https?:\/\//.test(url))
  )
}
