/** @jsxImportSource hono/jsx */
import { Link } from '../ui/link.tsx'

/** What to do next while the ledger has no message. */
export function FirstSteps({ hasOutbox }: { hasOutbox: boolean }) {
  return (
    <section class="card first-steps">
      <h2>No message yet: what to do next</h2>
      <ol>
        <li>
          <Link to="/doctor">Run the checks</Link>. They say what is missing in the settings, at
          Clerk and at the providers, and how to fix it.
        </li>
        {hasOutbox ? (
          <li>
            Post an event as Clerk does: <code>npx bellhop trigger email.created</code>. The message
            appears in the <Link to="/">outbox</Link>.
          </li>
        ) : (
          <li>
            Send a real message to yourself: <code>npx bellhop send-test --to you@example.com</code>
            . It does not appear here, because it did not come from Clerk.
          </li>
        )}
        <li>
          Let Bellhop deliver the first template:{' '}
          <code>npx bellhop clerk take-over --slug verification_code --channel email</code>. The
          next code that Clerk asks for appears here.
        </li>
      </ol>
      <p class="soft">This page updates itself.</p>
    </section>
  )
}
