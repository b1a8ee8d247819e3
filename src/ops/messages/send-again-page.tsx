/** @jsxImportSource hono/jsx */
import type { ManySentAgain } from '../../delivery/send-again.ts'
import { SEND_AGAIN_REFUSALS, type SendAgainRefusal } from '../../domain/send-again.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { counted } from '../ui/counted.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ActionForm, ChannelAndSlug, HiddenFields, QueryForm } from '../ui/form.tsx'
import { InstanceField, type ShownInstance } from '../ui/instance.tsx'
import { InstantField } from '../ui/instant-field.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Time } from '../ui/time.tsx'
import { type MessageFilter, pathOf } from './filter.ts'
import { TimeSpans } from './time-spans.tsx'

export type FailedFilter = Pick<MessageFilter, 'since' | 'slug' | 'channel' | 'instance'>

/** `done`: whether the messages were sent; otherwise `result` is a preview. */
export interface SendAgainResult {
  readonly since: Date
  readonly result: ManySentAgain
  readonly done: boolean
}

export interface SendAgainPageProps {
  readonly filter: FailedFilter
  /** Empty if there is no choice. */
  readonly instances: readonly ShownInstance[]
  /** Null while nobody has asked. */
  readonly answer: SendAgainResult | null
  /** The filters are not valid. */
  readonly fault: boolean
  readonly now: Date
}

const PAGE = '/messages/resend-failed'

/** Sends again the messages that failed since a given time. It shows first how many there are. */
export function SendAgainPage({ filter, instances, answer, fault, now }: SendAgainPageProps) {
  return (
    <>
      <PageTitle
        title="Send failed messages again"
        about="Use it after a fault, for example when a key was wrong. Nothing is sent before you confirm."
      />
      {fault && (
        <Notice tone="bad" role="alert">
          Enter a time, such as 2026-01-31T09:30.
        </Notice>
      )}
      <QueryForm action={PAGE} class="filters">
        <InstantField name="since" label="Failed since (UTC)" value={filter.since} required />
        <ChannelAndSlug channel={filter.channel} slug={filter.slug} />
        <InstanceField instances={instances} value={filter.instance} />
        <p class="field">
          <Button kind={answer ? 'plain' : 'primary'}>Count</Button>
        </p>
      </QueryForm>
      <TimeSpans filter={filter} page={PAGE} now={now} />
      {answer && <Answer {...answer} filter={filter} />}
    </>
  )
}

function Answer({ filter, since, result, done }: SendAgainResult & { filter: FailedFilter }) {
  const failed = pathOf({ status: 'failed', ...filter })
  const { resent, refused, left } = result
  const next = done ? left : resent
  return (
    <>
      {done && (
        <Notice role="status">
          {counted(resent, 'message')} sent again. <Link to="/messages">See them in the list</Link>
        </Notice>
      )}
      {next > 0 ? (
        <section class="card again">
          <p class="figure">
            {done
              ? `${counted(left, 'message')} left`
              : `${counted(resent, 'message')} can be sent again.`}
          </p>
          <p>
            Failed since <Time at={since} />. If you confirm, Bellhop sends each of them once more
            to the same recipient, codes first. The failed message stays in the list and names the
            new one, and the audit records who sent it.
          </p>
          {!done && left > 0 && (
            <p>{left.toLocaleString('en')} more can be sent in the next step.</p>
          )}
          <div class="page-actions">
            <ActionForm action={PAGE}>
              <HiddenFields values={filter} />
              <Button kind="primary">{done ? 'Send the next ones' : `Send ${resent} again`}</Button>
            </ActionForm>
            <LinkButton to={failed}>See what failed</LinkButton>
          </div>
        </section>
      ) : (
        !done && (
          <EmptyState title="0 messages can be sent again.">
            <p>
              Failed since <Time at={since} />. <Link to={failed}>See what failed</Link>
            </p>
          </EmptyState>
        )
      )}
      <LeftOut refused={refused} />
    </>
  )
}

function LeftOut({ refused }: Pick<ManySentAgain, 'refused'>) {
  const entries = Object.entries(refused) as [SendAgainRefusal, number][]
  return (
    <>
      {entries.length > 0 && (
        <>
          <h2>Left out</h2>
          <ul class="left-out">
            {entries.map(([reason, count]) => (
              <li>
                <strong>{count.toLocaleString('en')}</strong> {SEND_AGAIN_REFUSALS[reason]}
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="soft">
        Messages that are <em>unknown</em> are never part of this, because they may have arrived.
        Send them again one by one.
      </p>
    </>
  )
}
