/** @jsxImportSource hono/jsx */
import type { SuppressedAddress } from '../../store/suppressions.ts'
import { Confirm } from '../ui/confirm.tsx'
import { Field } from '../ui/form.tsx'

export interface AllowAgainProps {
  /** Of the suppression. */
  readonly id: string
  readonly scope: SuppressedAddress['scope']
  /** For screen readers, in a list. */
  readonly address?: string
  /** The message whose page the button is on, to which the answer leads back. */
  readonly from?: { readonly id: string }
}

/** Takes an address off the list of suppressions. */
export function AllowAgain({ id, scope, address, from }: AllowAgainProps) {
  return (
    <Confirm
      label="Allow again"
      button="Yes, allow it again"
      action={`/suppressions/${id}/allow`}
      {...(address ? { about: `Allow again: ${address}` } : {})}
    >
      <p>
        {scope === 'all' ? 'All messages' : 'Notices, invitations and welcomes'} are sent to this
        address again. If they bounce once more, or are marked as spam, it is suppressed again, and
        your reputation as a sender may suffer.
      </p>
      {from && <input type="hidden" name="message" value={from.id} />}
      <Field name={`note-${id}`} label="Note for the audit (optional)">
        <input
          id={`note-${id}`}
          name="note"
          maxlength={200}
          placeholder="The mailbox was full"
          autocomplete="off"
        />
      </Field>
    </Confirm>
  )
}
