/** @jsxImportSource hono/jsx */
import { isHeldBack, mayBeSentAgain } from '../../domain/message.ts'
import { SEND_AGAIN_REFUSALS, type SendAgainRefusal } from '../../domain/send-again.ts'
import type { LedgerMessage } from '../../store/views/ledger.ts'
import type { MessageHistory } from '../../store/views/message-history.ts'
import type { Visitor } from '../access/visitor.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Fact } from '../ui/fact.tsx'
import { ActionForm } from '../ui/form.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { TimeLine } from './time-line.tsx'
import { WhyHeldBack } from './why-held-back.tsx'

/** One message: its facts, its history and the actions. Never its content. */
export function MessagePage({
  history,
  instanceName,
  visitor,
  captured,
  whyNotAgain,
  revealed,
  refusal,
}: {
  history: MessageHistory
  /** Null if the settings give it none. */
  instanceName: string | null
  visitor: Visitor
  /** Its content is in the outbox. */
  captured: boolean
  /** Why it cannot be sent again; null if it can. */
  whyNotAgain: SendAgainRefusal | null
  /** The full address or number, if this request reveals it. */
  revealed?: string | undefined
  /** Why it was not sent again, if this request asked for that. */
  refusal?: SendAgainRefusal | undefined
}) {
  const { message } = history
  return (
    <>
      <h1>{message.slug ?? message.channel}</h1>
      {refusal && (
        <Notice tone="bad" role="alert">
          Not sent again. {SEND_AGAIN_REFUSALS[refusal]}
        </Notice>
      )}
      <dl>
        <Fact name="Status">
          <StatusBadge status={message.status} />
          {message.reason && ` · ${message.reason}`}
          {message.detail && `: ${message.detail}`}
        </Fact>
        <Fact name="Recipient">
          <Recipient message={message} visitor={visitor} revealed={revealed} />
        </Fact>
        <Fact name="Channel">{message.channel}</Fact>
        <Fact name="Instance">
          {instanceName ? `${instanceName} (${message.instanceId})` : message.instanceId}
        </Fact>
        <Fact name="Template">
          {[message.template, message.fallback].filter(Boolean).join(' · ')}
        </Fact>
        <Fact name="Language">{message.locale}</Fact>
        <Fact name="Provider">{message.provider}</Fact>
        <Fact name="Provider's id">{message.providerMessageId}</Fact>
        <Fact name="Id">{message.id}</Fact>
      </dl>
      {captured && (
        <p>
          It was captured: <Link to={`/outbox/${message.id}`}>read it in the outbox</Link>.
        </p>
      )}
      <WhyHeldBack message={message} />
      <SendAgain history={history} visitor={visitor} whyNot={refusal ?? whyNotAgain} />
      <h2 id="time-line">What happened</h2>
      <TimeLine history={history} />
    </>
  )
}

function Recipient({
  message,
  visitor,
  revealed,
}: {
  message: LedgerMessage
  visitor: Visitor
  revealed: string | undefined
}) {
  if (revealed) return <strong role="status">{revealed}</strong>
  if (message.recipient === null) return <span class="soft">–</span>
  return (
    <>
      {message.recipient}{' '}
      {visitor.role === 'operator' && (
        <ActionForm action={`/messages/${message.id}/reveal`}>
          <Button>Reveal</Button>
        </ActionForm>
      )}
    </>
  )
}

function SendAgain({
  history,
  visitor,
  whyNot,
}: {
  history: MessageHistory
  visitor: Visitor
  whyNot: SendAgainRefusal | null
}) {
  const { message } = history
  if (visitor.role !== 'operator' || !mayBeSentAgain(message)) return null
  if (whyNot) return <p class="soft">It cannot be sent again. {SEND_AGAIN_REFUSALS[whyNot]}</p>
  return (
    <ActionForm action={`/messages/${message.id}/resend`}>
      <Button kind="primary">{isHeldBack(message) ? 'Send it now' : 'Send again'}</Button>
      {message.status === 'unknown' && (
        <span class="soft"> It may have arrived: the reader may get it twice.</span>
      )}
    </ActionForm>
  )
}
