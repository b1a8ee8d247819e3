/** @jsxImportSource hono/jsx */
import type { Channel } from '../../domain/message.ts'
import { useAddress } from '../ui/base.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Field, QueryForm } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import type { PreviewChoice, Previewed, TemplatePreview } from './template-preview.ts'

export interface TemplatesProps {
  readonly view: { readonly dark: boolean; readonly phone: boolean }
  readonly choice: PreviewChoice
  readonly previewed: Previewed
  readonly preview: TemplatePreview
  readonly slugs: Readonly<Record<Channel, readonly string[]>>
}

/** One message, and the form that chooses it. */
export function TemplatesPage(props: TemplatesProps) {
  const { previewed } = props
  return (
    <>
      <h1>Templates</h1>
      <p class="soft">
        Examples, written with the settings, templates and words of this service. Nothing is sent.
      </p>
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
    </>
  )
}

function ChoiceForm({ view, choice, preview, slugs }: TemplatesProps) {
  const { channel, slug, language, instance } = choice
  return (
    <QueryForm action="/templates" class="filters">
      <Field name="message" label="Message">
        <select id="message" name="message">
          {(['email', 'sms'] as const).map((group) => (
            <optgroup label={group === 'sms' ? 'SMS' : 'Emails'}>
              {slugs[group].map((one) => (
                <option value={`${group}:${one}`} selected={group === channel && one === slug}>
                  {one}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </Field>
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
      <p class="field">
        <Button>Show</Button>
      </p>
    </QueryForm>
  )
}

function Message({ view, choice, previewed: { rendered } }: TemplatesProps) {
  const at = useAddress()
  if (!rendered) return <EmptyState title="There is nothing to send" />
  if (rendered.channel === 'sms') return <pre dir="auto">{rendered.body}</pre>
  const { channel, slug, language, instance } = choice
  const query = new URLSearchParams({ message: `${channel}:${slug}`, language })
  if (instance) query.set('instance', instance)
  if (view.dark) query.set('dark', '1')
  return (
    <>
      <dl>
        <dt>Subject</dt>
        <dd dir="auto">{rendered.subject}</dd>
        {rendered.sender?.from && (
          <>
            <dt>From</dt>
            <dd>{rendered.sender.from}</dd>
          </>
        )}
      </dl>
      <iframe
        class={view.phone ? 'phone' : undefined}
        title="The email"
        sandbox=""
        src={at(`/templates/html?${query}`)}
      />
      <h2>Text part</h2>
      <pre dir="auto">{rendered.text}</pre>
    </>
  )
}
