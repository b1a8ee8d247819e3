/** @jsxImportSource hono/jsx */
import { createHash } from 'node:crypto'
import type { PulledTemplate } from '../../clerk/pulled-template.ts'
import type { CapturedEntry } from '../../store/views/captured-messages.ts'
import { useAddress } from '../ui/base.tsx'
import { Time } from '../ui/time.tsx'
import { type LanguageVersion, outgoingOf, type RequestPreview } from './language-version.ts'
import { LinksView } from './links-view.tsx'
import type { OutboxState, View } from './query.ts'
import { SmsBubble } from './sms-bubble.tsx'

export interface ViewProps {
  readonly entry: CapturedEntry
  readonly version: LanguageVersion
  readonly state: OutboxState
  readonly requestPreview: RequestPreview
  /** The template that was pulled from Clerk, with the variables in it; null if there is none. */
  readonly pulled: PulledTemplate | null
}

/** The content below the tabs. */
export function ViewOf({ view, ...props }: ViewProps & { view: View }) {
  const { entry, version } = props
  switch (view) {
    case 'html':
      return <Frame {...props} of="ours" title="The email" />
    case 'text':
      return <Text text={version.text} label="The text part" />
    case 'source':
      return <Text text={version.html} label="The HTML" />
    case 'bubble':
      return <SmsBubble body={version.body ?? ''} />
    case 'links':
      return <LinksView html={version.html ?? ''} />
    case 'headers':
      return <Headers {...props} />
    case 'payload':
      return entry.source ? (
        <Text
          text={JSON.stringify(entry.source.variables, null, 2)}
          label="The event's variables"
        />
      ) : (
        <NotKept />
      )
    case 'clerk':
      return <BesideClerks {...props} />
    case 'pulled':
      return <BesidePulled {...props} />
  }
}

interface FrameProps extends ViewProps {
  readonly of: 'ours' | 'clerk' | 'pulled'
  readonly title: string
}

function Frame({ entry, version, state, of, title }: FrameProps) {
  const { lang, dark, images, phone } = state
  const at = useAddress()
  const query = new URLSearchParams({ of })
  for (const [name, value] of Object.entries({ lang, dark, images })) {
    if (value) query.set(name, value)
  }
  // A frame loads again if its address changes, and so if a template of the message has changed.
  if (version.preview) query.set('made', markOf(version.html ?? ''))
  // It has no permission to run scripts, send forms or open windows. As part of this origin it lets the
  // script of the page read its height.
  return (
    <div class={phone ? 'frame phone' : 'frame'}>
      <iframe
        title={title}
        sandbox="allow-same-origin"
        src={at(`/outbox/${entry.message.id}/html?${query}`)}
        data-fit=""
      />
    </div>
  )
}

function markOf(html: string): string {
  return createHash('sha256').update(html).digest('hex').slice(0, 8)
}

function Text({ text, label }: { text: string | undefined; label: string }) {
  if (!text) return <p class="soft">This message has none.</p>
  return (
    <section class="text" aria-label={label}>
      <button type="button" class="button plain copy" data-copy="" aria-label={`Copy: ${label}`}>
        Copy
      </button>
      {/* Long texts scroll, so the element must be reachable with the keyboard. */}
      <pre dir="auto" tabindex={0}>
        {text}
      </pre>
    </section>
  )
}

function Headers({ entry, version, requestPreview }: ViewProps) {
  // The ledger has its expiry.
  if (!entry.ledger) return <NotKept />
  const outgoing = outgoingOf(entry.message, version, entry.ledger.expiresAt)
  return (
    <div class="scroll">
      <table class="headers">
        <tbody>
          {[...requestPreview(outgoing, entry.message.capturedAt)].map(([name, value]) => (
            <tr>
              <th scope="row">{name}</th>
              <td dir="auto">{value}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Not sent after</th>
            <td>
              <Time at={outgoing.expiresAt} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  )
}

function BesideClerks(props: ViewProps) {
  const { entry } = props
  if (!entry.source) return <NotKept />
  const { clerk } = entry.source
  const nothing = <p class="soft">Clerk has no such message: it is Bellhop's own.</p>
  return (
    <div class="pair">
      <Ours {...props} />
      <section aria-label="Clerk's">
        <h3>Clerk's</h3>
        {clerk.subject && <p dir="auto">{clerk.subject}</p>}
        {clerk.html ? (
          <Frame {...props} of="clerk" title="Clerk's email" />
        ) : clerk.text ? (
          entry.message.channel === 'sms' ? (
            <SmsBubble body={clerk.text} />
          ) : (
            <Text text={clerk.text} label="Clerk's text" />
          )
        ) : (
          nothing
        )}
      </section>
    </div>
  )
}

/** Ours beside the template that was customised at Clerk. */
function BesidePulled(props: ViewProps) {
  const { entry, pulled } = props
  if (!pulled) return <NotKept />
  return (
    <div class="pair">
      <Ours {...props} />
      <section aria-label="Pulled from Clerk">
        <h3>Pulled from Clerk</h3>
        {pulled.subject && <p dir="auto">{pulled.subject}</p>}
        {entry.message.channel === 'email' ? (
          <Frame {...props} of="pulled" title="The email pulled from Clerk" />
        ) : (
          <SmsBubble body={pulled.body} />
        )}
      </section>
    </div>
  )
}

function Ours(props: ViewProps) {
  const { entry, version } = props
  return (
    <section aria-label="Ours">
      <h3>Ours</h3>
      {entry.message.channel === 'email' ? (
        <>
          <p dir="auto">{version.subject}</p>
          <Frame {...props} of="ours" title="Our email" />
        </>
      ) : (
        <SmsBubble body={version.body ?? ''} />
      )}
    </section>
  )
}

function NotKept() {
  return <p class="soft">The content of the event is no longer stored.</p>
}
