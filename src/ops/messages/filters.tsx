/** @jsxImportSource hono/jsx */
import { Button } from '../ui/button.tsx'
import { Chip, Chips } from '../ui/chip.tsx'
import { Choice, Field, HiddenFields, QueryForm } from '../ui/form.tsx'
import { labelOf, type ShownInstance } from '../ui/instance.tsx'
import { InstantField } from '../ui/instant-field.tsx'
import { Link } from '../ui/link.tsx'
import { Menu } from '../ui/menu.tsx'
import { Time } from '../ui/time.tsx'
import { isEmpty, type MessageFilter, pathOf } from './filter.ts'
import type { FilterChoices } from './list.ts'
import { TimeSpans } from './time-spans.tsx'

export interface FiltersProps {
  readonly filter: MessageFilter
  readonly choices: FilterChoices
  /** Empty if there is no choice. */
  readonly instances: readonly ShownInstance[]
  readonly now: Date
}

/** The filters that are set, and a menu with all of them. */
export function Filters({ filter, choices, instances, now }: FiltersProps) {
  return (
    <div class="filter-line">
      <Chips>
        {chipsOf(filter, instances).map(({ name, label, value, at }) => (
          <Chip name={label} value={value} remove={pathOf({ ...filter, [name]: undefined })}>
            {at && <Time at={at} />}
          </Chip>
        ))}
        <Menu label="Add filter">
          <MenuForm filter={filter} choices={choices} now={now} />
        </Menu>
        {!isEmpty(filter) && <Link to="/messages">Clear all</Link>}
      </Chips>
    </div>
  )
}

/** A filter in words. */
export interface FilterWords {
  readonly name: keyof MessageFilter
  readonly label: string
  readonly value: string
  /** If the value is an instant. */
  readonly at?: Date
}

/** The filters that are set, in words, without the search and the status. */
export function chipsOf(
  filter: MessageFilter,
  instances: readonly ShownInstance[],
): readonly FilterWords[] {
  const { slug, channel, instance, reason, language, provider, fallback, recipient } = filter
  const texts: [keyof MessageFilter, string, string | null | undefined][] = [
    ['slug', 'slug', slug],
    ['channel', 'channel', channel],
    ['instance', 'instance', instance && (labelOf(instances, instance) ?? instance)],
    ['reason', 'reason', reason],
    ['language', 'language', language],
    ['provider', 'provider', provider],
    ['fallback', 'written from', fallback === undefined ? null : WRITTEN_FROM[`${fallback}`]],
    ['recipient', 'recipient', recipient],
  ]
  const instants = (['since', 'until'] as const).flatMap((name) => {
    const at = filter[name]
    return at ? [{ name, label: name, value: at.toISOString(), at }] : []
  })
  return [
    ...texts.flatMap(([name, label, value]) => (value ? [{ name, label, value }] : [])),
    ...instants,
  ]
}

const WRITTEN_FROM = { true: 'Clerk’s own text', false: 'a template' } as const

function MenuForm({ filter, choices, now }: Omit<FiltersProps, 'instances'>) {
  // Fields without an input here keep their value.
  const { q, status, instance, recipient } = filter
  return (
    <QueryForm action="/messages" class="filters">
      <HiddenFields values={{ q, status, instance, recipient }} />
      <Select name="slug" label="Slug" options={choices.slugs} value={filter.slug} />
      <Select name="channel" label="Channel" options={['email', 'sms']} value={filter.channel} />
      <Select name="reason" label="Reason" options={choices.reasons} value={filter.reason} />
      <Select
        name="language"
        label="Language"
        options={choices.languages}
        value={filter.language}
      />
      <Select
        name="provider"
        label="Provider"
        options={choices.providers}
        value={filter.provider}
      />
      <Field name="fallback" label="Written from">
        <select id="fallback" name="fallback">
          <option value="">any</option>
          {(['false', 'true'] as const).map((value) => (
            <option value={value} selected={value === `${filter.fallback}`}>
              {WRITTEN_FROM[value]}
            </option>
          ))}
        </select>
      </Field>
      <InstantField name="since" label="Since (UTC)" value={filter.since} />
      <InstantField name="until" label="Until (UTC)" value={filter.until} />
      <TimeSpans filter={filter} page="/messages" now={now} />
      <p class="field">
        <Button kind="primary">Apply</Button>
      </p>
    </QueryForm>
  )
}

/** A choice of the values in the ledger. A value that is no longer there stays. */
function Select({
  name,
  label,
  options,
  value,
}: {
  name: string
  label: string
  options: readonly string[]
  value: string | undefined
}) {
  const all = value === undefined || options.includes(value) ? options : [value, ...options]
  return (
    <Field name={name} label={label}>
      <Choice name={name} options={all} value={value} />
    </Field>
  )
}
