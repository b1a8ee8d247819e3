/** @jsxImportSource hono/jsx */
import type { Channel } from '../../domain/message.ts'
import { LinksView } from '../outbox/links-view.tsx'
import { SmsBubble } from '../outbox/sms-bubble.tsx'
import { openAsset } from '../ui/asset.ts'
import { useAddress } from '../ui/base.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Fact } from '../ui/fact.tsx'
import { Field, QueryForm } from '../ui/form.tsx'
import type { PageOptions } from '../ui/layout.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import type { PreviewChoice, Previewed, TemplatePreview } from './template-preview.ts'

export interface TemplatesProps {
  readonly view: { readonly dark: boolean; readonly phone: boolean }
  readonly choice: PreviewChoice
  readonly previewed: Previewed
  readonly preview: TemplatePreview
  readonly slugs: Readonly<Record<Channel, readonly string[]>>
}

/** How the page of the templates differs from the others. */
export const TEMPLATES_OPTIONS: PageOptions = {
  instances: false,
  assets: [openAsset('templates.js')],
  keys: [
    ['j', 'next template'],
    ['k', 'previous template'],
  ],
}

/** One message, the form that chooses it, and the list of all of them. */
export function TemplatesPage(props: TemplatesProps) {
  const { previewed } = props
  return (
    <>
      <PageTitle
        title="Templates"
        about="Examples, written with the settings, templates and words of this service. Nothing is sent."
      />
      <div class="templates">
        <TemplateList {...props} />
        <div>
          <ChoiceForm {...props} />
          {previewed.use === 'off' && (
            <Notice>Your settings switch this message off. This is what it would be.</Notice>
          )}
          {previewed.use === 'clerk' && (
            <Notice>
              Your settings leave this message to Clerk. The text below stands for Clerk's own.
            </Notice>
          )}
          {previewed.fault && (
            <Notice tone="bad" role="alert">
              The template cannot be used, so readers would get Clerk's own text: {previewed.fault}
            </Notice>
          )}
          <Message {...props} />
        </div>
      </div>
    </>
  )
}

const CHANNELS = [
  ['email', 'Emails'],
  ['sms', 'SMS'],
] as const

/** All templates as links, where there is room for them. */
function TemplateList({ view, choice, slugs }: TemplatesProps) {
  return (
    <nav class="template-list" aria-label="All templates">
      {CHANNELS.map(([channel, title]) => (
        <>
          <h2>{title}</h2>
          <ul>
            {slugs[channel].map((slug) => {
              const current = channel === choice.channel && slug === choice.slug
              return (
                <li>
                  <Link
                    to={`/templates?${queryOf({ ...choice, channel, slug }, view)}`}
                    aria-current={current ? 'page' : undefined}
                  >
                    {slug}
                  </Link>
                </li>
              )
            })}
          </ul>
        </>
      ))}
    </nav>
  )
}

function queryOf(choice: PreviewChoice, view: TemplatesProps['view']): URLSearchParams {
  const { channel, slug, language, instance } = choice
  const query = new URLSearchParams({ message: `${channel}:${slug}`, language })
  if (instance) query.set('instance', instance)
  if (view.dark) query.set('dark', '1')
  if (view.phone) query.set('phone', '1')
  return query
}

function ChoiceForm({ view, choice, preview, slugs }: TemplatesProps) {
  const { channel, slug, language, instance } = choice
  return (
    <QueryForm action="/templates" class="filters" data-at-once="">
      <div class="template-choice">
        <Field name="message" label="Message">
          <select id="message" name="message">
            {CHANNELS.map(([group, title]) => (
              <optgroup label={title}>
                {slugs[group].map((one) => (
                  <option value={`${group}:${one}`} selected={group === channel && one === slug}>
                    {one}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </Field>
      </div>
      <Field name="language" label="Language">
        <select id="language" name="language">
          {preview.languages.map((tag) => (
            <option value={tag} selected={tag === language}>
              {tag}
            </option>
          ))}
        </select>
      </Field>
      {preview.instances.length > 0 && (
        <Field name="instance" label="Instance">
          <select id="instance" name="instance">
            <option value="">general settings</option>
            {preview.instances.map(({ id, name }) => (
              <option value={id} selected={id === instance}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <p class="checks">
        <label>
          <input type="checkbox" name="dark" value="1" checked={view.dark} /> Dark
        </label>
        <label>
          <input type="checkbox" name="phone" value="1" checked={view.phone} /> Phone
        </label>
      </p>
      <p class="field without-script">
        <Button>Show</Button>
      </p>
    </QueryForm>
  )
}

function Message({ view, choice, previewed: { rendered } }: TemplatesProps) {
  const at = useAddress()
  if (!rendered) return <EmptyState title="There is nothing to send" />
  if (rendered.channel === 'sms') return <SmsBubble body={rendered.body} />
  return (
    <>
      <dl>
        <Fact name="Subject">
          <span dir="auto">{rendered.subject}</span>
        </Fact>
        {rendered.sender?.from && <Fact name="From">{rendered.sender.from}</Fact>}
      </dl>
      <iframe
        class={view.phone ? 'phone' : undefined}
        title="The email"
        sandbox="allow-same-origin"
        src={at(`/templates/html?${queryOf(choice, { ...view, phone: false })}`)}
        data-fit=""
      />
      <h2>Text part</h2>
      <pre dir="auto">{rendered.text}</pre>
      <h2>Links and size</h2>
      <LinksView html={rendered.html} />
    </>
  )
}
