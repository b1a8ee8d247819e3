/** @jsxImportSource hono/jsx */
import type { Limits } from '../../store/views/limits.ts'
import { Card, Cards } from '../ui/card.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Budget } from './budget.tsx'
import { HeldBack, type HeldBackProps } from './held-back.tsx'
import { heldBackWords } from './held-back-words.ts'
import { InForce } from './in-force.tsx'

export type LimitsPageProps = Omit<HeldBackProps, 'heldBack'> & { readonly limits: Limits }

/** The limits that apply, and what they held back in the last 24 hours. */
export function LimitsPage({ limits, ...rest }: LimitsPageProps) {
  const { heldBack } = limits
  const [first] = heldBack
  const total = heldBack.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <PageTitle
        title="Limits"
        about="What keeps strangers from spending your money and from flooding a mailbox: limits by recipient, by range of numbers, by country and by day."
      />
      <Cards>
        <Budget limits={limits} />
        <Card title="Held back in 24 hours" value={total.toLocaleString('en')} note="messages">
          {first && <p class="soft">Most often: {heldBackWords(first)}.</p>}
        </Card>
      </Cards>
      <h2>Held back in the last 24 hours</h2>
      <HeldBack heldBack={heldBack} {...rest} />
      <h2>What applies</h2>
      <InForce limits={limits} />
    </>
  )
}
