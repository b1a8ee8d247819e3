/** @jsxImportSource hono/jsx */
import { ownEntry } from '../../domain/own-entry.ts'
import { QueryForm } from '../ui/form.tsx'
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'
import { hasRemoteImages } from './frame.ts'
import { hrefOf, type OutboxState, viewOf, viewsOf } from './query.ts'
import { ViewOf, type ViewProps } from './views.tsx'

export interface MessageProps extends ViewProps {
  /** The path of its views: `/` if the page shows the newest message, otherwise that of the message. */
  readonly path: string
  readonly languages: readonly string[]
  /** Null if the pages do not show instances. */
  readonly instance: string | null
}

/** The selected message: its facts, its code and link, and one view of it. */
export function OutboxMessage(props: MessageProps) {
  const { entry, version, pulled, instance, state, path } = props
  const { message, ledger } = entry
  const hasPulled = pulled !== null
  const view = viewOf(message.channel, hasPulled, state)
  const title = version.subject || (message.channel === 'sms' ? 'SMS' : '(no subject)')
  return (
    <article id="message" data-swap="" aria-labelledby="subject" data-id={message.id}>
      <header>
        <h2 id="subject" dir="auto">
          {title}
        </h2>
        <p class="soft facts">
          <span>
            to <strong>{message.to}</strong>
          </span>
          <span class="mono">{message.slug ?? message.channel}</span>
          {instance && <span>{instance}</span>}
          <Time at={message.capturedAt} />
          {version.locale && (
            <span>
              {nameOf(version.locale)}
              {version.preview && ' (preview)'}
            </span>
          )}
          {version.fallback && <span class="warning">Clerk's own text: {version.fallback}</span>}
          {ledger && <Link to={`/messages/${message.id}`}>History</Link>}
        </p>
      </header>
      <Keys entry={entry} />
      <div class="tools">
        <nav class="tabs" aria-label="Views of the message">
          {viewsOf(message.channel, hasPulled).map(([name, label]) => (
            <Link
              id={`view-${name}`}
              to={hrefOf(path, state, { view: name })}
              data-soft=""
              {...(name === view ? { 'aria-current': 'page' as const } : {})}
            >
              {label}
            </Link>
          ))}
        </nav>
        <Switches {...props} />
      </div>
      <ViewOf {...props} view={view} />
    </article>
  )
}

/** The code and the link, in large type. */
function Keys({ entry: { message, ledger } }: Pick<MessageProps, 'entry'>) {
  const { code, link } = message
  const safe = link && URL.canParse(link) && /^https?:$/.test(new URL(link).protocol) ? link : null
  if (!code && !safe) return null
  return (
    <div class="keys">
      {code && (
        <>
          <code class="code" id="code">
            {code}
          </code>
          <button
            type="button"
            class="button plain copy"
            data-copy={code}
            aria-label="Copy the code"
          >
            Copy
          </button>
        </>
      )}
      {safe && (
        <>
          <a class="button primary" id="link" href={safe} target="_blank" rel="noreferrer">
            Open the link
          </a>
          <button
            type="button"
            class="button plain copy"
            data-copy={safe}
            aria-label="Copy the link"
          >
            Copy
          </button>
        </>
      )}
      {ledger && (
        <span class="soft">
          good until <Time at={ledger.expiresAt} />
        </span>
      )}
    </div>
  )
}

/** Language, dark mode and phone width: a form, so that it also works without a script. */
function Switches({ entry, version, pulled, state, path, languages }: MessageProps) {
  const { message, source } = entry
  const email = message.channel === 'email'
  const beside = { clerk: source?.clerk.html, pulled: pulled?.body }
  const html = `${version.html ?? ''}${ownEntry(beside, state.view ?? null) ?? ''}`
  const current = version.locale ?? ''
  const own = entry.ledger?.locale ?? null
  const rest = {
    q: state.q,
    channel: state.channel,
    instance: state.instance,
    before: state.before,
    view: state.view,
  }
  return (
    <QueryForm class="switches" action={path} data-soft="">
      {Object.entries(rest).map(
        ([name, value]) => value && <input type="hidden" name={name} value={value} />,
      )}
      {source && (
        <label>
          <span class="hidden">Language</span>
          <select name="lang" id="lang">
            {own && (
              <option value="" selected={!version.preview}>
                {nameOf(own)} (as sent)
              </option>
            )}
            {languages.map((tag) => (
              <option value={tag} selected={version.preview && tag === current}>
                {nameOf(tag)}
                {tag === own ? ' (written again)' : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {email && <Switch name="dark" label="Dark" state={state} />}
      {email && <Switch name="phone" label="Phone" state={state} />}
      {email && hasRemoteImages(html) && (
        <Switch name="images" label="Load pictures" state={state} />
      )}
      <button type="submit" class="button plain without-script">
        Show
      </button>
    </QueryForm>
  )
}

function Switch({
  name,
  label,
  state,
}: {
  name: 'dark' | 'phone' | 'images'
  label: string
  state: OutboxState
}) {
  return (
    <label class="switch">
      <input type="checkbox" id={name} name={name} value="1" checked={state[name] === '1'} />
      {label}
    </label>
  )
}

/** The name of a language in that language: `Deutsch`. */
function nameOf(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
