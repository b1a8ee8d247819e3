/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Badge } from '../ui/badge.tsx'
import { Link } from '../ui/link.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { FiguresProps } from './figures.tsx'
import { HeldBack } from './held-back.tsx'
import { ledgerPath } from './ledger-path.ts'
import type { ServiceReading } from './overview.ts'

/** What somebody should look at, but not at once. What there is nothing of takes one line. */
export function Attention({ figures, service, instance }: FiguresProps) {
  const { unknownSlugs, ignoredTypes, heldBack } = figures
  const { alerts, refusals, suppressions } = service
  const nothing = [
    alerts.length === 0 && 'open alert',
    unknownSlugs.length === 0 && 'slug without a template',
    ignoredTypes.length === 0 && 'event of an unknown type',
    heldBack.length === 0 && 'message held back by a limit',
    refusals.total === 0 && 'webhook with a bad signature',
  ].filter((one) => one !== false)
  return (
    <>
      {alerts.length > 0 && <Alerts alerts={alerts} />}
      {heldBack.length > 0 && <HeldBack heldBack={heldBack} instance={instance} />}
      {unknownSlugs.length > 0 && <UnknownSlugs unknownSlugs={unknownSlugs} instance={instance} />}
      {ignoredTypes.length > 0 && <IgnoredTypes ignoredTypes={ignoredTypes} />}
      {refusals.total > 0 && <RefusedWebhooks refusals={refusals} />}
      {nothing.length > 0 && <p class="soft">No {listOf(nothing)}.</p>}
      <SuppressedAddresses suppressions={suppressions} />
    </>
  )
}

function Topic({ title, about, children }: { title: string; about: Child; children?: Child }) {
  return (
    <section class="topic">
      <h3>{title}</h3>
      <p class="soft">{about}</p>
      {children}
    </section>
  )
}

const TONES = { critical: 'trouble', error: 'trouble', warning: 'doubtful', info: 'none' } as const

function Alerts({ alerts }: Pick<ServiceReading, 'alerts'>) {
  return (
    <Topic title="Open alerts" about="They have not ended, and applied within the last day.">
      <Table
        label="Open alerts"
        columns={[{ name: 'Urgency' }, { name: 'What' }, { name: 'Since', line: 1, end: true }]}
        rows={alerts.map(({ urgency, sentence, since, page }) => ({
          to: page,
          cells: [
            <Badge tone={TONES[urgency]} icon={urgency === 'info' ? 'info' : 'triangle'}>
              {urgency}
            </Badge>,
            sentence,
            <Time at={since} />,
          ],
        }))}
      />
    </Topic>
  )
}

function UnknownSlugs({
  unknownSlugs,
  instance,
}: Pick<FiguresProps['figures'], 'unknownSlugs'> & Pick<FiguresProps, 'instance'>) {
  return (
    <Topic
      title="Slugs without a template"
      about="In the last 7 days. They were sent with Clerk's own text."
    >
      <Table
        label="Slugs without a template"
        columns={[
          { name: 'Slug' },
          { name: 'Channel' },
          { name: 'Messages' },
          { name: 'Last', end: true },
        ]}
        rows={unknownSlugs.map(({ channel, slug, count, latest }) => ({
          to: slug === null ? undefined : ledgerPath({ channel, slug, instance }),
          cells: [
            <span class="any">{slug ?? 'none'}</span>,
            channel,
            `${count.toLocaleString('en')} ×`,
            <Time at={latest} />,
          ],
        }))}
      />
    </Topic>
  )
}

function IgnoredTypes({ ignoredTypes }: Pick<FiguresProps['figures'], 'ignoredTypes'>) {
  return (
    <Topic
      title="Events of unknown types"
      about="In the last 7 days. Clerk does not deliver their messages, and Bellhop cannot: nobody got them."
    >
      <Table
        label="Events of unknown types"
        columns={[{ name: 'Type' }, { name: 'Events' }, { name: 'Last', end: true }]}
        rows={ignoredTypes.map(({ type, count, latest }) => ({
          cells: [
            <span class="any">{type}</span>,
            `${count.toLocaleString('en')} ×`,
            <Time at={latest} />,
          ],
        }))}
      />
    </Topic>
  )
}

function RefusedWebhooks({
  refusals: { total, since, bySource },
}: Pick<ServiceReading, 'refusals'>) {
  return (
    <Topic
      title="Refused webhooks"
      about={
        <>
          {total === 1
            ? '1 webhook with a bad signature'
            : `${total.toLocaleString('en')} webhooks with a bad signature`}
          , in this process since <Time at={since} />:{' '}
          {[...bySource].map(([name, n]) => `${name} ${n.toLocaleString('en')}`).join(', ')}.
          Anybody can post one; the <Link to="/doctor">checks</Link> say whether Clerk's own arrive.
        </>
      }
    />
  )
}

function SuppressedAddresses({
  suppressions: { email, sms },
}: Pick<ServiceReading, 'suppressions'>) {
  const count = email + sms
  if (count === 0) return <p class="soft">No address is suppressed.</p>
  return (
    <p>
      <Link to="/suppressions">
        {count === 1
          ? '1 suppressed address'
          : `${count.toLocaleString('en')} suppressed addresses`}
      </Link>{' '}
      <span class="soft">
        {email.toLocaleString('en')} email, {sms.toLocaleString('en')} SMS
      </span>
    </p>
  )
}

/** `a, b or c` */
function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
