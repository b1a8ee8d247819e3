import { createAcceptedLog } from './accepted-log.ts'
import { openProviderServer, type ProviderServer } from './provider-server.ts'

const PATH = '/powerautomate/automations/direct/workflows/0987a/triggers/manual/paths/invoke'
const SIGNATURE = 'teamshooksecret'

/** A card as a channel of Teams shows it. */
export interface TeamsCard {
  readonly lines: readonly string[]
  readonly links: readonly string[]
}

export interface TeamsWorkflow extends ProviderServer {
  /** The address of the workflow, which is a secret. */
  readonly hook: string
  readonly cards: readonly TeamsCard[]
  /** Requests that were answered with 202, and whose run failed later without anybody being told. */
  readonly failedRuns: number
  waitFor(count: number): Promise<readonly TeamsCard[]>
}

/**
 * A workflow of Teams that posts what a webhook receives. It answers 202 before it runs, so a request that it
 * cannot use gets 202 as well.
 */
export async function openTeamsWorkflow(): Promise<TeamsWorkflow> {
  const log = createAcceptedLog<TeamsCard>()
  const fault = (status: number, code: string) => ({
    status,
    body: { error: { code, message: 'The request failed.' } },
  })
  const server = await openProviderServer({
    now: () => new Date(),
    failure: (status) => fault(status, status === 429 ? 'TooManyRequests' : 'InternalServerError'),
    async answer({ path, query, body }) {
      if (path !== PATH) return fault(404, 'WorkflowNotFound')
      if (query.get('sig') !== SIGNATURE) return fault(401, 'AuthorizationFailed')
      const card = cardOf(body)
      if (card) log.add(card)
      else workflow.failedRuns++
      return { status: 202, body: '' }
    },
  })
  const workflow = Object.assign(server, {
    hook: `${server.url}${PATH}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${SIGNATURE}`,
    cards: log.messages,
    failedRuns: 0,
    waitFor: log.waitFor,
  })
  return workflow
}

interface Element {
  readonly type: string
  readonly inlines?: readonly { readonly type: string; readonly text: string }[]
}

interface Card {
  readonly type: string
  readonly version: string
  readonly body: readonly Element[]
  readonly actions?: readonly {
    readonly type: string
    readonly title: string
    readonly url: string
  }[]
}

interface Message {
  readonly type?: string
  readonly attachments?: readonly { readonly contentType: string; readonly content: Card }[]
}

function cardOf(body: string): TeamsCard | null {
  const { type, attachments = [] } = JSON.parse(body) as Message
  const [attachment] = attachments
  if (type !== 'message' || !attachment) return null
  const { contentType, content } = attachment
  const isCard = contentType === 'application/vnd.microsoft.card.adaptive'
  if (!isCard || content.type !== 'AdaptiveCard' || !content.version) return null
  const { body: elements, actions = [] } = content
  if (!elements.every(({ type: kind, inlines }) => kind === 'RichTextBlock' && inlines)) return null
  if (!actions.every(({ type: kind, url }) => kind === 'Action.OpenUrl' && URL.canParse(url))) {
    return null
  }
  return {
    lines: elements.map(({ inlines = [] }) => inlines.map(({ text }) => text).join('')),
    links: actions.map(({ url }) => url),
  }
}
