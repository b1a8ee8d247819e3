/** @jsxImportSource hono/jsx */
import { Field } from './form.tsx'

/** A field for an instant in UTC. The script asks for it in the reader's zone, and sends UTC. */
export function InstantField({
  name,
  label,
  value,
  required = false,
}: {
  name: string
  label: string
  value: Date | undefined
  required?: boolean
}) {
  const hasSeconds = value !== undefined && value.getUTCSeconds() > 0
  return (
    <Field name={name} label={label}>
      <input
        type="datetime-local"
        id={name}
        name={name}
        // Browsers show seconds, and accept them, only with this step.
        step={hasSeconds ? '1' : undefined}
        required={required}
        value={value?.toISOString().slice(0, hasSeconds ? 19 : 16)}
      />
    </Field>
  )
}
