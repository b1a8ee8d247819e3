/** @jsxImportSource hono/jsx */
import { ownEntry } from '../../domain/own-entry.ts'
import type { Fallback } from '../../domain/template.ts'
import { useAddress } from '../ui/base.tsx'
import { ActionForm, QueryForm } from '../ui/form.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import { hasRemoteImages } from './frame.ts'
import { filtersOf, hrefOf, type OutboxState, viewOf, viewsOf } from './query.ts'
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
  const { entry, version, pulled, state, path } = props
  const { message } = entry
  const hasPulled = pulled !== null
  const view = viewOf(message.channel, hasPulled, state)
  const title = version.subject || (message.channel === 'sms' ? 'SMS' : '(no subject)')
  return (
    <article id="message" data-swap="" aria-labelledby="subject" data-id={message.id}>
      <p class="back">
        <Link id="back" to={hrefOf('/', filtersOf(state))} data-soft="">
          ← All messages
        </Link>
      </p>
      <header>
        <h2 id="subject" dir="auto">
          {title}
        </h2>
        <Actions {...props} />
        <Facts {...props} />
      </header>
      {version.preview && (
        <Notice>
          Written just now in {nameOf(version.locale ?? 'en')}, with the templates and settings of
          now.{' '}
          <Link id="as-sent" to={hrefOf(path, state, { lang: undefined })} data-soft="">
            Show it as sent
          </Link>
        </Notice>
      )}
      {version.fallback && (
        <Notice tone="warn">This is Clerk’s own text, because {BECAUSE[version.fallback]}.</Notice>
      )}
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

/** What can be done with the message. */
function Actions({ entry, version, state, path, languages }: MessageProps) {
  const { message, source, ledger } = entry
  const { id, channel } = message
  const again = languages.find((tag) => tag === version.locale) ?? languages[0]
  const at = useAddress()
  return (
    <div class="actions">
      {source && again && (
        <Link
          id="again"
          class="button plain small"
          to={hrefOf(path, state, { lang: again })}
          data-soft=""
        >
          Render again
        </Link>
      )}
      {channel === 'email' && (
        <a
          class="button plain small"
          href={at(hrefOf(`/outbox/${id}/email`, { lang: state.lang }))}
          download=""
        >
          Download<span class="hidden"> the email as a file</span>
        </a>
      )}
      {ledger && (
        <Link class="button plain small" to={`/messages/${id}`}>
          History
        </Link>
      )}
      <ActionForm action={hrefOf(`/outbox/${id}/delete`, filtersOf(state))}>
        <button type="submit" class="button danger small">
          Delete<span class="hidden"> this message</span>
        </button>
      </ActionForm>
    </div>
  )
}

function Facts({ entry: { message }, version, instance }: MessageProps) {
  return (
    <p class="soft facts">
      <span>
        to <strong>{message.to}</strong>
      </span>
      <span class="mono">{message.slug ?? message.channel}</span>
      {instance && <span>{instance}</span>}
      <Time at={message.capturedAt} />
      {version.locale && <span>{nameOf(version.locale)}</span>}
    </p>
  )
}

const BECAUSE: Readonly<Record<Fallback, string>> = {
  unknown_slug: 'there is no template for its slug',
  missing_variable: 'the event lacks a variable that the template needs',
  template_error: 'the template failed',
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
          expiry: <Time at={ledger.expiresAt} />
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
  const rest = { ...filtersOf(state), view: state.view }
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
