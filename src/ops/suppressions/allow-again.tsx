/** @jsxImportSource hono/jsx */
import type { SuppressedAddress } from '../../store/suppressions.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Fact } from '../ui/fact.tsx'
import { ActionForm, Field } from '../ui/form.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Time } from '../ui/time.tsx'
import { SCOPES } from './reason-words.ts'
import { Why } from './why.tsx'

type Suppression = Pick<SuppressedAddress, 'id' | 'scope'>

const YES = 'Yes, allow it again'

/** On the page of a message: takes the address of its recipient off the list. */
export function AllowAgain({ id, scope, messageId }: Suppression & { messageId: string }) {
  return (
    <Confirm label="Allow again" button={YES} action={`/suppressions/${id}/allow`}>
      <Consequence scope={scope} />
      <input type="hidden" name="message" value={messageId} />
      <Note />
    </Confirm>
  )
}

/** The page that asks before an address of the list is allowed again. */
export function AllowAgainPage({ suppression }: { suppression: SuppressedAddress }) {
  const { id, address, scope, since } = suppression
  return (
    <>
      <PageTitle title={`Allow ${address} again?`} />
      <dl>
        <Fact name="Why">
          <Why suppression={suppression} />
        </Fact>
        <Fact name="Held back">{SCOPES[scope]}</Fact>
        <Fact name="Since">
          <Time at={since} />
        </Fact>
      </dl>
      <Consequence scope={scope} />
      <ActionForm action={`/suppressions/${id}/allow`}>
        <div class="form">
          <Note />
        </div>
        <div class="actions">
          <Button kind="primary">{YES}</Button>
          <LinkButton to="/suppressions">Cancel</LinkButton>
        </div>
      </ActionForm>
    </>
  )
}

function Consequence({ scope }: Pick<Suppression, 'scope'>) {
  return (
    <p>
      {scope === 'all' ? 'All messages' : 'Notices, invitations and welcomes'} are sent to this
      address again. If they bounce once more, or are marked as spam, it is suppressed again, and
      your reputation as a sender may suffer.
    </p>
  )
}

function Note() {
  return (
    <Field name="note" label="Note for the audit (optional)">
      <input
        id="note"
        name="note"
        maxlength={200}
        placeholder="The mailbox was full"
        autocomplete="off"
      />
    </Field>
  )
}
