/** @jsxImportSource hono/jsx */
import type { Erased } from '../../store/message/erase.ts'
import type { ErasePreview } from '../../store/message/erase-preview.ts'
import { AuditTabs } from '../audit/tabs.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { counted } from '../ui/counted.ts'
import { ActionForm, ExactInput, Field } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** What the page shows: the question, what would be removed, or what was removed. */
export type EraseState =
  | { readonly kind: 'ask'; readonly fault: boolean }
  | { readonly kind: 'preview'; readonly person: string; readonly preview: ErasePreview }
  | { readonly kind: 'erased'; readonly erased: Erased }

/** Erases a person in two steps: the first shows what will be removed. */
export function ErasePage({ state }: { state: EraseState }) {
  return (
    <>
      <PageTitle
        title="Erase a person"
        about="Removes what Bellhop stores about a person, in all Clerk instances. It does not delete the user at Clerk, nor what Resend and Twilio store."
      />
      <AuditTabs path="/audit/erase" />
      {state.kind === 'ask' && <Question fault={state.fault} />}
      {state.kind === 'preview' && <Preview {...state} />}
      {state.kind === 'erased' && <Result erased={state.erased} />}
    </>
  )
}

function Question({ fault }: { fault: boolean }) {
  return (
    <>
      {fault && (
        <Notice tone="bad" role="alert">
          That is not a user id, an address or a number. Write one of them, such as user_2abc,
          ada@example.com or +4915112345678.
        </Notice>
      )}
      <ActionForm action="/audit/erase/preview">
        <div class="ask">
          <Field name="person" label="Clerk’s user id, an address, or a number with +">
            <ExactInput name="person" required maxlength={320} />
          </Field>
          <p class="field">
            <Button kind="primary">Show what will be removed</Button>
          </p>
        </div>
      </ActionForm>
      <p class="soft">
        With a user id, Bellhop also finds the addresses and numbers that it knows of the user.
      </p>
    </>
  )
}

function Preview({ person, preview }: { person: string; preview: ErasePreview }) {
  return (
    <section class="card">
      <h2>What will be removed of {person}</h2>
      <ul>
        <Line count={preview.users} one="user">
          as Clerk described it
        </Line>
        <Line count={preview.messages} one="message">
          whose recipient and content are removed. Ids, times and outcomes stay.
        </Line>
        {preview.waiting > 0 && (
          <li>
            <strong class="bad">{preview.waiting.toLocaleString('en')} of them</strong> wait to be
            sent, and will not be sent.
          </li>
        )}
        <Line count={preview.captured} one="captured message">
          in the outbox
        </Line>
        <Line count={preview.suppressions} one="suppression">
          so messages may be sent to the address again
        </Line>
        <Line count={preview.addresses} one="address or number" many="addresses and numbers">
          in the search, and their language hints
        </Line>
      </ul>
      {isEmpty(preview) && <p>Bellhop has no user, message or suppression of this person.</p>}
      <p>
        <strong>This cannot be undone.</strong> The audit records that you erased somebody, but not
        whom.
      </p>
      <div class="actions">
        <ActionForm action="/audit/erase">
          <input type="hidden" name="person" value={person} />
          <Button kind="danger">Erase for good</Button>
        </ActionForm>
        <LinkButton to="/audit/erase">Cancel</LinkButton>
      </div>
    </section>
  )
}

function isEmpty({ users, messages, captured, suppressions }: ErasePreview): boolean {
  return users + messages + captured + suppressions === 0
}

function Line({
  count,
  one,
  many,
  children,
}: {
  count: number
  one: string
  many?: string
  children: string
}) {
  if (count === 0) return null
  return (
    <li>
      <strong>{counted(count, one, many)}</strong> {children}
    </li>
  )
}

function Result({ erased }: { erased: Erased }) {
  const parts = [
    counted(erased.users, 'user'),
    counted(erased.messages, 'message'),
    counted(erased.captured, 'captured message'),
    counted(erased.suppressions, 'suppression'),
  ]
  return (
    <>
      <Notice role="status">
        Erased: {parts.join(', ')}. A message that was being sent at this moment is erased when its
        request ends.
      </Notice>
      <p>
        <LinkButton to="/audit/erase">Erase another person</LinkButton>
      </p>
    </>
  )
}
