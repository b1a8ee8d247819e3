/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { useAddress } from './base.tsx'
import { pairsOf, type Query } from './with-query.ts'

/** A form that changes something. `action` is a path without the base path. */
export function ActionForm({ action, children }: { action: string; children: Child }) {
  return (
    <form method="post" action={useAddress()(action)} class="action">
      {children}
    </form>
  )
}

type QueryFormProps = Omit<JSX.IntrinsicElements['form'], 'action' | 'method'> & {
  /** A path without the base path. */
  readonly action: string
}

/** A form whose fields become the query of a page: a search or filters. */
export function QueryForm({ action, ...rest }: QueryFormProps) {
  return <form {...rest} method="get" action={useAddress()(action)} />
}

/** A labelled field. The element inside has the id `name`. */
export function Field({
  name,
  label,
  help,
  children,
}: {
  name: string
  label: string
  help?: Child
  children: Child
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
      {help && <p class="soft">{help}</p>}
    </div>
  )
}

/** Values as fields that nobody sees. */
export function HiddenFields<Values extends Query<Values>>({ values }: { values: Values }) {
  return (
    <>
      {pairsOf(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

/** A text field for an address, a number or an id: the browser neither completes nor corrects what is typed. */
export function ExactInput({ name, ...rest }: JSX.IntrinsicElements['input'] & { name: string }) {
  return (
    <input
      id={name}
      name={name}
      {...rest}
      autocapitalize="off"
      autocomplete="off"
      spellcheck={false}
    />
  )
}

/** The search of a page. `/` on the keyboard leads to it. */
export function SearchInput({
  name = 'q',
  value,
  label,
}: {
  name?: string
  value: string | undefined
  label: string
}) {
  return (
    <ExactInput
      type="search"
      name={name}
      value={value ?? ''}
      placeholder={label}
      aria-label={label}
      maxlength={200}
      data-search=""
    />
  )
}

/** The two filters that every list of messages has. */
export function ChannelAndSlug({
  channel,
  slug,
}: {
  channel: string | undefined
  slug: string | undefined
}) {
  return (
    <>
      <Field name="channel" label="Channel">
        <Choice name="channel" options={['email', 'sms']} value={channel} />
      </Field>
      <Field name="slug" label="Slug">
        <input id="slug" name="slug" value={slug} autocapitalize="off" />
      </Field>
    </>
  )
}

/** A choice that may stay empty. */
export function Choice({
  name,
  options,
  value,
}: {
  name: string
  options: readonly string[]
  value: string | undefined
}) {
  return (
    <select id={name} name={name}>
      <option value="">any</option>
      {options.map((option) => (
        <option value={option} selected={option === value}>
          {option}
        </option>
      ))}
    </select>
  )
}
