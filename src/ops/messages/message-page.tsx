/** @jsxImportSource hono/jsx */
import { SEND_AGAIN_REFUSALS, type SendAgainRefusal } from '../../domain/send-again.ts'
import type { RelatedMessage } from '../../store/views/related-messages.ts'
import { StatusBadge } from '../ui/badge.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { MessageActions, type MessageActionsProps } from './message-actions.tsx'
import { MessageFacts, type MessageFactsProps } from './message-facts.tsx'
import { titleOf } from './message-words.ts'
import { Related } from './related.tsx'
import { Story } from './story.tsx'
import { Verdict } from './verdict.tsx'

export interface MessagePageProps extends MessageFactsProps, MessageActionsProps {
  readonly related: readonly RelatedMessage[]
  /** Why it was not sent again, if this request asked for that. */
  readonly refusal?: SendAgainRefusal | undefined
  readonly now: Date
}

/** One message: whether it arrived, its story, the actions and the facts. Never its content. */
export function MessagePage(props: MessagePageProps) {
  const { history, related, revealed, refusal, now } = props
  const { message } = history
  return (
    <>
      <PageTitle
        title={
          <>
            {titleOf(message, revealed)} <StatusBadge status={message.status} />
          </>
        }
      />
      {refusal && (
        <Notice tone="bad" role="alert">
          Not sent again. {SEND_AGAIN_REFUSALS[refusal]}
        </Notice>
      )}
      <Verdict history={history} now={now} />
      <MessageActions {...props} />
      <div class="beside">
        <section>
          <h2 id="story">What happened</h2>
          <Story history={history} now={now} />
        </section>
        <section>
          <h2>Details</h2>
          <MessageFacts {...props} />
        </section>
      </div>
      <Related messages={related} />
    </>
  )
}
