/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** A button that changes something. */
export function ActionForm({ action, children }: { action: string; children: Child }) {
  return (
    <form method="post" action={action} class="action">
      {children}
    </form>
  )
}

export function Field({ name, label, children }: { name: string; label: string; children: Child }) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      {children}
    </p>
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

/** An instant for `<input type="datetime-local">`, in UTC. */
export function forInput(at: Date | undefined): string | undefined {
  return at?.toISOString().slice(0, at.getUTCSeconds() === 0 ? 16 : 19)
}
