/** @jsxImportSource hono/jsx */
import type { ManySentAgain } from '../../delivery/send-again.ts'
import { SEND_AGAIN_REFUSALS, type SendAgainRefusal } from '../../domain/send-again.ts'
import { Button } from '../ui/button.tsx'
import { ActionForm, ChannelAndSlug, Field, forInput, QueryForm } from '../ui/form.tsx'
import { InstanceField, type ShownInstance } from '../ui/instance.tsx'
import { Notice } from '../ui/notice.tsx'

export interface FailedFilter {
  readonly since: Date
  readonly slug?: string | undefined
  readonly channel?: 'email' | 'sms' | undefined
  readonly instance?: string | undefined
}

/** Sends again the messages that failed since a given time. It shows first how many there are. */
export function SendAgainPage({
  filter,
  instances,
  result,
  done,
  fault,
}: {
  filter: Partial<FailedFilter>
  /** Empty if there is no choice. */
  instances: readonly ShownInstance[]
  result?: ManySentAgain
  /** Whether the messages were sent; otherwise `result` is a preview. */
  done: boolean
  fault: boolean
}) {
  return (
    <>
      <h1>Send failed messages again</h1>
      <p>
        Codes go first. Messages that have expired, were erased or were sent again already are left
        out, and so are suppressed recipients. Messages that are <em>unknown</em> are also left out,
        because they may have arrived.
      </p>
      {fault && (
        <Notice tone="bad" role="alert">
          Enter a time, such as 2026-01-31T09:30.
        </Notice>
      )}
      <QueryForm action="/messages/resend-failed" class="filters">
        <Field name="since" label="Failed since (UTC)">
          <input
            type="datetime-local"
            id="since"
            name="since"
            step="1"
            required
            value={forInput(filter.since)}
          />
        </Field>
        <ChannelAndSlug channel={filter.channel} slug={filter.slug} />
        <InstanceField instances={instances} value={filter.instance} />
        <p class="field">
          <Button>Count</Button>
        </p>
      </QueryForm>
      {result && (
        <div role={done ? 'status' : undefined}>
          <p>
            <strong>{summary(result, done)}</strong>
          </p>
          <Refused refused={result.refused} />
          {result.left > 0 && <p>{result.left} more can be sent in the next step.</p>}
        </div>
      )}
      {result && filter.since && (done ? result.left : result.resent) > 0 && (
        <ActionForm action="/messages/resend-failed">
          <input type="hidden" name="since" value={filter.since.toISOString()} />
          <input type="hidden" name="channel" value={filter.channel ?? ''} />
          <input type="hidden" name="slug" value={filter.slug ?? ''} />
          <input type="hidden" name="instance" value={filter.instance ?? ''} />
          <Button kind="primary">
            {done ? 'Send the next ones' : `Send ${result.resent} again`}
          </Button>
        </ActionForm>
      )}
    </>
  )
}

function summary({ resent }: ManySentAgain, done: boolean): string {
  const messages = resent === 1 ? '1 message' : `${resent} messages`
  return done ? `${messages} sent again.` : `${messages} can be sent again.`
}

function Refused({ refused }: Pick<ManySentAgain, 'refused'>) {
  const entries = Object.entries(refused) as [SendAgainRefusal, number][]
  if (entries.length === 0) return null
  return (
    <>
      <p>Left out:</p>
      <ul>
        {entries.map(([reason, count]) => (
          <li>
            {count} × {SEND_AGAIN_REFUSALS[reason]}
          </li>
        ))}
      </ul>
    </>
  )
}
