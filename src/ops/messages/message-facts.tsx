/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { MessageHistory } from '../../store/views/message-history.ts'
import { reasonWords, SCOPES } from '../suppressions/reason-words.ts'
import { Fact } from '../ui/fact.tsx'
import { Link } from '../ui/link.tsx'
import { OutsideLink } from '../ui/outside-link.tsx'
import { Time } from '../ui/time.tsx'
import { pathOf } from './filter.ts'
import { FALLBACKS, LANGUAGE_SOURCES } from './message-words.ts'
import { providerName, providerPage } from './provider-words.ts'

export interface MessageFactsProps {
  readonly history: MessageHistory
  /** Null if the settings give it none. */
  readonly instanceName: string | null
  /** The full address or number, if this request reveals it. */
  readonly revealed: string | undefined
}

/** What is known about a message besides its story. Never its content. */
export function MessageFacts({ history, instanceName, revealed }: MessageFactsProps) {
  const { message, event, userId, sourceId } = history
  return (
    <dl class="facts">
      <Fact name="Recipient">
        {revealed ? <strong role="status">{revealed}</strong> : (message.recipient ?? 'erased')}
      </Fact>
      {history.suppression && <Suppressed suppression={history.suppression} />}
      {userId && (
        <Fact name="User">
          <Search term={userId} />
        </Fact>
      )}
      <Fact name="Channel">{message.channel}</Fact>
      <Fact name="Slug">{message.slug && <code>{message.slug}</code>}</Fact>
      <Fact name="Template">{templateOf(message)}</Fact>
      <Fact name="Language">
        <Language history={history} />
      </Fact>
      <Fact name="Instance">
        {instanceName ? `${instanceName} (${message.instanceId})` : message.instanceId}
      </Fact>
      <Fact name="Provider">{message.provider && <AtProvider history={history} />}</Fact>
      <Fact name="Id">
        <code>{message.id}</code>
      </Fact>
      {sourceId && (
        <Fact name="Clerk’s id">
          <code>{sourceId}</code>
        </Fact>
      )}
      {event && (
        <Fact name="Webhook">
          <code>{event.svixId}</code>
        </Fact>
      )}
    </dl>
  )
}

/** Leads to all messages with this id. */
function Search({ term }: { term: string }) {
  return (
    <Link to={pathOf({ q: term })}>
      <code>{term}</code>
    </Link>
  )
}

function Suppressed({
  suppression,
}: {
  suppression: NonNullable<MessageHistory['suppression']>
}): Child {
  return (
    <Fact name="Suppressed">
      {reasonWords(suppression.reason)}, <Time at={suppression.since} />. Held back:{' '}
      {SCOPES[suppression.scope]}.
    </Fact>
  )
}

function templateOf({ template, fallback }: MessageHistory['message']): Child {
  if (fallback) return FALLBACKS[fallback]
  return template && <code>{template}</code>
}

function Language({ history: { message, languageFrom } }: { history: MessageHistory }): Child {
  if (!message.locale) return <span class="soft">–</span>
  const why = languageFrom && LANGUAGE_SOURCES[languageFrom]
  return (
    <>
      {message.locale}
      {why && <span class="soft">, {why}</span>}
    </>
  )
}

function AtProvider({ history: { message } }: { history: MessageHistory }) {
  const { provider, providerMessageId } = message
  const page = providerPage(provider, providerMessageId)
  return (
    <>
      {provider}
      {page && (
        <>
          {' · '}
          <OutsideLink href={page}>Open it at {providerName(provider)}</OutsideLink>
        </>
      )}
      {providerMessageId && (
        <div>
          <code>{providerMessageId}</code>
        </div>
      )}
    </>
  )
}
