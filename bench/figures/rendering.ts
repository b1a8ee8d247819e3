import { performance } from 'node:perf_hooks'
import { render as reactEmailRender, toPlainText } from 'react-email'
import { EMAIL_VARIABLES } from '../../src/clerk/examples/variables.ts'
import { toHtml } from '../../src/templates/html.ts'
import { EMAILS } from '../../src/templates/registry.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { percentile } from '../support/figures.ts'

const WARM_UP = 300
const RUNS = 2_000

const APP = {
  app: { name: 'Acme', url: 'https://acme.dev', logo_image_url: 'https://img.acme.dev/logo.png' },
  theme: { primary_color: '#335bf1', button_text_color: '#ffffff' },
}
const INPUT = {
  code: '123456',
  link: 'https://clerk.acme.dev/v1/verify?token=eyJhbGciOiJSUzI1NiJ9.e30.c2ln',
  to: 'ada@acme.dev',
}

/** p50 and p99 of `task`, in milliseconds, one after the other in one thread. */
async function time(task: () => Promise<unknown>): Promise<[number, number]> {
  const times: number[] = []
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const started = performance.now()
    await task()
    if (run >= WARM_UP) times.push(performance.now() - started)
  }
  return [percentile(times, 0.5), percentile(times, 0.99)]
}

export interface Rendering {
  /** The table, one line per template. */
  readonly lines: readonly string[]
  readonly ours: string
  readonly plain: string
}

/**
 * Milliseconds to write one email, warm: all that we do with Clerk's variables (subject, HTML, text),
 * React's part of it, and beside it the way of React Email's documentation: `render`, then
 * `toPlainText`, for the element of the template's preview.
 */
export async function measureRendering(): Promise<Rendering> {
  const { render } = createRenderer()
  const lines = [
    '| email | variables to subject, HTML, text p50 / p99 | React alone p50 | render() + toPlainText() p50 / p99 |',
    '|---|---|---|---|',
  ]
  const all: { readonly ours: [number, number]; readonly plain: [number, number] }[] = []
  for (const [slug, template] of Object.entries(EMAILS)) {
    const variables = { ...APP, ...(EMAIL_VARIABLES[slug]?.(INPUT) ?? { first_name: 'Ada' }) }
    const clerk = { text: 'Pro plan\n\nAmount paid: $25.00' }
    const content = { variables, clerk }
    const { element } = template.preview()
    const ours = await time(() =>
      render({ channel: 'email', slug, locales: ['en'], example: false, content }),
    )
    const react = await time(() => toHtml(element))
    const plain = await time(async () => toPlainText(await reactEmailRender(element)))
    const of = (figures: readonly number[]) => figures.map((ms) => ms.toFixed(2)).join(' / ')
    lines.push(`| ${slug} | ${of(ours)} | ${of(react.slice(0, 1))} | ${of(plain)} |`)
    all.push({ ours, plain })
  }
  const range = (figures: readonly number[]) =>
    `${Math.min(...figures).toFixed(2)} to ${Math.max(...figures).toFixed(2)} ms`
  const both = (times: readonly [number, number][]) =>
    `p50 ${range(times.map(([p50]) => p50))}, p99 ${range(times.map(([, p99]) => p99))}`
  return {
    lines,
    ours: both(all.map(({ ours }) => ours)),
    plain: both(all.map(({ plain }) => plain)),
  }
}
