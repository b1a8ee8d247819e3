/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { isHeldBack } from '../../domain/message.ts'
import { SEND_AGAIN_REFUSALS, type SendAgainRefusal } from '../../domain/send-again.ts'
import type { MessageHistory } from '../../store/views/message-history.ts'
import type { Visitor } from '../access/visitor.ts'
import { AllowAgain } from '../suppressions/allow-again.tsx'
import { LinkButton } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'

export interface MessageActionsProps {
  readonly history: MessageHistory
  readonly visitor: Visitor
  /** Its content is in the outbox. */
  readonly captured: boolean
  /** Why it cannot be sent again; null if it can. */
  readonly whyNotAgain: SendAgainRefusal | null
  readonly revealed: string | undefined
}

/** What can be done with a message, and why the rest cannot be done. */
export function MessageActions(props: MessageActionsProps) {
  const { history, visitor, captured, whyNotAgain, revealed } = props
  const { message, suppression } = history
  if (visitor.role !== 'operator') {
    return <p class="soft">Only operators can reveal the recipient or send a message again.</p>
  }
  return (
    <>
      <div class="actions">
        {!whyNotAgain && <SendAgain history={history} />}
        {message.recipient !== null && !revealed && <Reveal id={message.id} />}
        {suppression && <AllowAgain {...suppression} messageId={message.id} />}
        {captured && <LinkButton to={`/outbox/${message.id}`}>Read it in the outbox</LinkButton>}
      </div>
      {whyNotAgain && (
        <p class="soft">It cannot be sent again. {SEND_AGAIN_REFUSALS[whyNotAgain]}</p>
      )}
    </>
  )
}

function SendAgain({ history: { message } }: { history: MessageHistory }): Child {
  const { id, recipient, status } = message
  const heldBack = isHeldBack(message)
  return (
    <Confirm
      label={heldBack ? 'Send it now' : 'Send again'}
      button={heldBack ? 'Yes, send it now' : 'Yes, send it again'}
      action={`/messages/${id}/resend`}
      kind="primary"
    >
      <p>
        A new message with the same content goes to {recipient}
        {heldBack && ', although a limit held this one back'}. This one stays in the list as it is.
      </p>
      {status === 'unknown' && (
        <p>
          <strong>It may have arrived: the reader may get it twice.</strong>
        </p>
      )}
    </Confirm>
  )
}

function Reveal({ id }: { id: string }) {
  return (
    <Confirm
      label="Reveal recipient"
      button="Yes, reveal it"
      action={`/messages/${id}/reveal`}
      kind="plain"
    >
      <p>You see the full address or number once. The audit records that you looked.</p>
    </Confirm>
  )
}
