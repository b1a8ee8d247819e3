/** @jsxImportSource hono/jsx */
import { Confirm } from '../ui/confirm.tsx'
import { ExactInput, Field } from '../ui/form.tsx'
import { SCOPES } from './reason-words.ts'

/** What an operator has typed into the form. */
export interface SuppressFields {
  readonly channel?: string | undefined
  readonly address?: string | undefined
  readonly scope?: string | undefined
  readonly note?: string | undefined
}

/** Puts an address on the list. `faulty`: what was typed, if it was not accepted. */
export function SuppressForm({ faulty }: { faulty: SuppressFields | undefined }) {
  const { channel = 'email', address, scope = 'unasked', note } = faulty ?? {}
  return (
    <Confirm
      label="Suppress an address"
      button="Suppress it"
      action="/suppressions"
      kind="primary"
      open={faulty !== undefined}
    >
      <div class="form">
        <Field name="suppress-channel" label="Channel">
          <select id="suppress-channel" name="channel">
            <option value="email" selected={channel === 'email'}>
              email
            </option>
            <option value="sms" selected={channel === 'sms'}>
              sms
            </option>
          </select>
        </Field>
        <Field name="address" label="Address, or number with + and country code">
          <ExactInput name="address" value={address} required maxlength={320} />
        </Field>
        <fieldset>
          <legend>Hold back</legend>
          {(['unasked', 'all'] as const).map((value) => (
            <label>
              <input type="radio" name="scope" value={value} checked={scope === value} />{' '}
              {SCOPES[value]}
            </label>
          ))}
        </fieldset>
        <Field
          name="note"
          label="Note (optional)"
          help="It is deleted when the address is allowed again."
        >
          <input id="note" name="note" value={note} maxlength={500} autocomplete="off" />
        </Field>
      </div>
      <p>
        It stays on the list until an operator allows it again. If everything is held back, its
        owner cannot sign in with a code or link.
      </p>
    </Confirm>
  )
}
