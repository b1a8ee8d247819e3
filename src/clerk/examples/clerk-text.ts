import { escapeHtml } from '../../domain/escape-html.ts'
import published from './published-email.json' with { type: 'json' }

/** The parts of an email that Clerk has rendered itself. */
export interface ClerkText {
  readonly subject: string
  readonly body: string
  readonly body_plain: string
}

type Variables = Readonly<Record<string, unknown>>

/**
 * An email as Clerk renders it: with the layout of its published example, which is a verification code. The
 * words of the other slugs stand for Clerk's, which are not published.
 */
export function clerkText(slug: string, variables: Variables): ClerkText {
  const { otp_code, magic_link, action_url, requested_by, requested_at } = variables
  const app = textOf((variables.app as Variables | undefined)?.name) || 'Acme'
  const code = textOf(otp_code)
  const link = textOf(magic_link) || textOf(action_url)
  const title = titleOf(slug)
  const asked = textOf(requested_by) && textOf(requested_at)
  const subject = code ? `${code} is your ${title.toLowerCase()}` : `${app}: ${title.toLowerCase()}`
  const words = code
    ? 'Enter the following verification code when prompted:'
    : link
      ? `Use the following link to continue to ${app}:`
      : `This is a notice about your account at ${app}.`
  const body = inLayout(subject, app, [
    `<h1 class="h1" align="left" style="${titleStyle()}">${escapeHtml(title)}</h1>`,
    paragraph(escapeHtml(words), 32),
    code && paragraph(`<b>${escapeHtml(code)}</b>`, 16, 40),
    link && buttonTo(link, title, variables),
    code && paragraph('To protect your account, do not share this code.', 16),
    asked && paragraph("<b>Didn't request this?</b>", 64),
    asked &&
      paragraph(
        `This was requested using <b>${escapeHtml(textOf(requested_by))}</b> at <b>${escapeHtml(textOf(requested_at))}</b>. If you didn't make this request, you can safely ignore this email.`,
        4,
      ),
  ])
  const plain = code ? `${code} is your OTP code for ${app}.` : `${title}\n\n${link || words}`
  return { subject, body, body_plain: `${plain}\n` }
}

/** Clerk's published page around other content. */
function inLayout(subject: string, app: string, parts: readonly string[]): string {
  const { body, data } = published.data
  const start = body.indexOf('<h1 class="h1"')
  const end = body.indexOf('</td>', start)
  const head = body
    .slice(0, start)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(subject)}</title>`)
    .replace(`Your ${data.app.name} verification code`, () => escapeHtml(subject))
    .replace(/(line-height: 36px;">\s*)\w+/, (_whole, before: string) => before + escapeHtml(app))
  return `${head}${parts.filter(Boolean).join('\n')}\n${body.slice(end)}`
}

const FONT = 'font-family: Helvetica, Arial, sans-serif;'

function titleStyle(): string {
  return /<h1 [^>]*style="([^"]*)"/.exec(published.data.body)?.[1] ?? ''
}

function paragraph(html: string, above: number, size = 14): string {
  const style = `padding: 0px; margin: ${above}px 0px 0px; ${FONT} color: #000000; font-size: ${size}px; line-height: ${size * 1.5}px;`
  return `<p align="left" style="${style}">${html}</p>`
}

function buttonTo(link: string, title: string, { theme }: Variables): string {
  const { primary_color: color, button_text_color: ink } = (theme ?? {}) as Variables
  const style = `background-color: ${textOf(color) || '#000000'}; border-radius: 4px; color: ${textOf(ink) || '#ffffff'}; display: inline-block; padding: 12px 24px; text-decoration: none;`
  return paragraph(
    `<a href="${escapeHtml(link)}" style="${escapeHtml(style)}">${escapeHtml(title)}</a>`,
    32,
  )
}

function titleOf(slug: string): string {
  const words = slug.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
