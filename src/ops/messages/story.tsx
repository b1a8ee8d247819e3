/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { MessageHistory } from '../../store/views/message-history.ts'
import { durationText } from '../ui/duration.ts'
import { Icon } from '../ui/icon.tsx'
import { groupOf } from '../ui/status-group.ts'
import { Time } from '../ui/time.tsx'
import { type Step, stepsOf } from './story-steps.tsx'

const SOON_MS = 45_000

/** Everything that happened to a message, in order, with the time that each step took. */
export function Story({ history, now }: { history: MessageHistory; now: Date }) {
  const steps = stepsOf(history).sort((a, b) => a.at.getTime() - b.at.getTime())
  return (
    <ol class="story" aria-labelledby="story">
      {steps.map((step, index) => (
        <StoryStep step={step} before={steps[index - 1]} />
      ))}
      <Expiry at={history.message.expiresAt} now={now} />
    </ol>
  )
}

function StoryStep({ step, before }: { step: Step; before: Step | undefined }) {
  const { at, what, more, status } = step
  const { name, icon } = groupOf(status ?? 'skipped')
  const after = before && at.getTime() - before.at.getTime()
  // On a phone, its time would only repeat that of the step before.
  const isSoon = after !== undefined && after < SOON_MS
  return (
    <li class={status ? `g-${name}` : undefined}>
      <span class="story-after">{after !== undefined && `+${durationText(after)}`}</span>
      <span class="story-mark">{status && <Icon name={icon} />}</span>
      <div class="story-what">
        {what} {more && <div class="soft">{more}</div>}
      </div>
      <span class={isSoon ? 'story-at soft soon' : 'story-at soft'}>
        <Time at={at} />
      </span>
    </li>
  )
}

function Expiry({ at, now }: { at: Date; now: Date }): Child {
  const left = at.getTime() - now.getTime()
  return (
    <li>
      <span class="story-after"></span>
      <span class="story-mark"></span>
      <div class="story-what soft">
        {left > 0 ? `Expires in ${durationText(left)}` : `Expired ${durationText(left)} ago`}
      </div>
      <span class="story-at soft soon">
        <Time at={at} />
      </span>
    </li>
  )
}
