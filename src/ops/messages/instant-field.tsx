/** @jsxImportSource hono/jsx */
import { Field, forInput } from '../ui/form.tsx'

/** A field for an instant in UTC. */
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
  // Browsers show seconds, and accept them, only with this step.
  const step = value && value.getUTCSeconds() > 0 ? '1' : undefined
  return (
    <Field name={name} label={label}>
      <input
        type="datetime-local"
        id={name}
        name={name}
        step={step}
        required={required}
        value={forInput(value)}
      />
    </Field>
  )
}
