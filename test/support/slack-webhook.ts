import { createAcceptedLog } from './accepted-log.ts'
import { type Answer, openProviderServer, type ProviderServer } from './provider-server.ts'

const PATH = '/services/T0001/B0001/slackhooksecret'

/** A message as a channel of Slack shows it. */
export interface SlackMessage {
  /** What a notification shows. */
  readonly text: string
  /** The texts of the blocks. */
  readonly shown: readonly string[]
}

export interface SlackWebhook extends ProviderServer {
  /** The address of the webhook, which is a secret. */
  readonly hook: string
  readonly messages: readonly SlackMessage[]
  waitFor(count: number): Promise<readonly SlackMessage[]>
}

interface Block {
  readonly type: string
  readonly text?: { readonly type: string; readonly text: string }
  readonly elements?: readonly { readonly type: string; readonly text: string }[]
}

/** Slack behind an incoming webhook: it answers `ok`, or says in one word what is wrong. */
export async function openSlackWebhook(): Promise<SlackWebhook> {
  const log = createAcceptedLog<SlackMessage>()
  const plain = (status: number, body: string): Answer => ({ status, body })
  const server = await openProviderServer({
    now: () => new Date(),
    failure: (status) =>
      status === 429
        ? { status, headers: { 'retry-after': '30' }, body: 'rate_limited' }
        : plain(status, 'rollup_error'),
    async answer({ path, body, headers }) {
      if (path !== PATH) return plain(404, 'no_service')
      if (!headers['content-type']?.startsWith('application/json')) {
        return plain(400, 'invalid_payload')
      }
      const message = parse(body)
      if (!message) return plain(400, 'invalid_payload')
      const { text = '', blocks = [] } = message
      if (text === '' && blocks.length === 0) return plain(400, 'no_text')
      if (blocks.length > 50 || !blocks.every(isValid)) return plain(400, 'invalid_blocks')
      log.add({ text, shown: blocks.flatMap(textsOf) })
      return plain(200, 'ok')
    },
  })
  return Object.assign(server, {
    hook: `${server.url}${PATH}`,
    messages: log.messages,
    waitFor: log.waitFor,
  })
}

function parse(body: string): { text?: string; blocks?: Block[] } | null {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function isValid({ type, text, elements = [] }: Block): boolean {
  const areTexts = [...(text ? [text] : []), ...elements].every(
    (one) => /^(?:plain_text|mrkdwn)$/.test(one.type) && one.text.length > 0,
  )
  if (!areTexts) return false
  if (type === 'section') return text !== undefined && text.text.length <= 3_000
  return type === 'context' && elements.length > 0 && elements.length <= 10
}

function textsOf({ text, elements = [] }: Block): string[] {
  return [...(text ? [text.text] : []), ...elements.map((one) => one.text)]
}
