/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { isHeldBack } from '../../domain/message.ts'
import type { MessageHistory } from '../../store/views/message-history.ts'
import { durationText } from '../ui/duration.ts'
import { Link } from '../ui/link.tsx'
import { StatusLine, type StatusLineProps } from '../ui/status-line.tsx'
import { providerName } from './provider-words.ts'
import { whySkipped } from './why-skipped.tsx'

interface Answer {
  readonly tone: StatusLineProps['tone']
  readonly title: string
  readonly text: Child
}

/** Whether the message arrived, and if not, why: the answer that somebody on call looks for. */
export function Verdict({ history, now }: { history: MessageHistory; now: Date }) {
  const { tone, title, text } = answerOf(history, now)
  return (
    <StatusLine tone={tone} title={title}>
      {text}
    </StatusLine>
  )
}

function answerOf(history: MessageHistory, now: Date): Answer {
  const { message } = history
  const provider = providerName(message.provider)
  switch (message.status) {
    case 'delivered':
      return { tone: 'well', title: 'It arrived', text: <Arrival history={history} /> }
    case 'complained':
      return {
        tone: 'warn',
        title: 'It arrived, and its reader marked it as spam',
        text: <Arrival history={history} />,
      }
    case 'sent':
      return accepted(history, now)
    case 'bounced':
    case 'undelivered':
      return { tone: 'bad', title: 'It did not arrive', text: <Rejected history={history} /> }
    case 'failed':
      return { tone: 'bad', title: 'It was not sent', text: <Failure history={history} /> }
    case 'unknown':
      return {
        tone: 'warn',
        title: 'It is not known whether it was sent',
        text: `There was no clear answer from ${provider}. Look there before you send it again: its reader may get it twice.`,
      }
    case 'expired':
      return {
        tone: 'bad',
        title: 'It expired before it was sent',
        text: <Failure history={history} />,
      }
    case 'superseded':
      return {
        tone: 'warn',
        title: 'A newer one took its place',
        text: 'A newer code or link of the same kind was on its way to the same person, so this one was not sent.',
      }
    case 'skipped':
      return {
        tone: 'warn',
        title: isHeldBack(message) ? 'A limit held it back' : 'It was not sent, on purpose',
        text: whySkipped(message),
      }
    case 'sending':
      return {
        tone: 'warn',
        title: 'It is being sent',
        text: `The request to ${provider} began ${ago(history.claimedAt, now)}.`,
      }
    case 'queued':
      return { tone: 'warn', title: 'It waits', text: <Waiting history={history} now={now} /> }
  }
}

function accepted({ message: { provider, sentAt } }: MessageHistory, now: Date): Answer {
  if (provider === 'capture') {
    return {
      tone: 'well',
      title: 'It was captured',
      text: 'It is in the outbox. Nothing left this machine.',
    }
  }
  const name = providerName(provider)
  return {
    tone: 'warn',
    title: `Accepted by ${name}`,
    text:
      provider === 'smtp' ? (
        'Mail servers do not report whether a message arrived.'
      ) : (
        <>
          Accepted {ago(sentAt, now)}, and {name} has not reported yet what became of it. If it
          never reports, see <Link to="/doctor">Doctor</Link>.
        </>
      ),
  }
}

function ago(at: Date | null, now: Date): string {
  return at ? `${durationText(now.getTime() - at.getTime())} ago` : 'just now'
}

function Arrival({ history: { message, receipts } }: { history: MessageHistory }) {
  const report = receipts.find(({ status }) => status === 'delivered')
  if (!report) return <>Reported by {providerName(message.provider)}.</>
  const took = durationText(report.at.getTime() - message.occurredAt.getTime())
  return (
    <>
      {providerName(report.provider)} delivered it {took} after Clerk created it.
    </>
  )
}

function Rejected({ history: { message, receipts } }: { history: MessageHistory }) {
  const report = receipts.findLast(({ status }) => status === message.status)
  return (
    <>
      {providerName(report?.provider ?? message.provider)} accepted it, and later reported:{' '}
      {message.status}
      {report?.detail && (
        <>
          , <code>{report.detail}</code>
        </>
      )}
      .
    </>
  )
}

/** What the last attempt ended with. */
function Failure({ history: { message, attempts } }: { history: MessageHistory }) {
  const last = attempts.at(-1)
  if (!last) {
    return message.reason ? (
      <>
        The reason: <code>{message.reason}</code>. No provider was asked.
      </>
    ) : (
      <>No provider was asked.</>
    )
  }
  return (
    <>
      {providerName(last.provider)} answered <code>{last.code ?? message.reason ?? 'nothing'}</code>
      {last.detail ? `: “${last.detail}”` : '.'}
    </>
  )
}

function Waiting({ history, now }: { history: MessageHistory; now: Date }) {
  const { message, attempts } = history
  if (message.reason === 'unverified') {
    return <>The person has not confirmed the address yet. It is sent when they do.</>
  }
  const since = durationText(now.getTime() - message.createdAt.getTime())
  if (attempts.length === 0) return <>It has waited {since} for its first attempt.</>
  return (
    <>
      It has waited {since}, and is tried again. <Failure history={history} />
    </>
  )
}
