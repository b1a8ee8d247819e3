import { performance } from 'node:perf_hooks'
import { EMAIL_VARIABLES } from '../src/clerk/examples/variables.ts'
import { EMAILS } from '../src/templates/registry.ts'
import { createRenderer } from '../src/templates/render.ts'

const WARM_UP = 200
const RUNS = 2_000

/** Milliseconds to write one email (subject, HTML, text), warm, one thread. */
async function benchRendering(): Promise<void> {
  const { render } = createRenderer({ brand: { appName: 'Acme' } })
  console.log('rendering, ms per email       p50     p99')
  for (const slug of Object.keys(EMAILS)) {
    const input = {
      code: '123456',
      link: 'https://clerk.acme.dev/v1/verify?token=x',
      to: 'ada@acme.dev',
    }
    const variables = EMAIL_VARIABLES[slug]?.(input) ?? { first_name: 'Ada' }
    const message = {
      channel: 'email',
      slug,
      locales: ['en'],
      example: false,
      content: { variables, clerk: {} },
    } as const
    const times: number[] = []
    for (let run = 0; run < WARM_UP + RUNS; run++) {
      const started = performance.now()
      await render(message)
      if (run >= WARM_UP) times.push(performance.now() - started)
    }
    times.sort((a, b) => a - b)
    const at = (share: number) =>
      (times[Math.floor(share * times.length)] ?? 0).toFixed(2).padStart(7)
    console.log(`${slug.padEnd(26)}${at(0.5)} ${at(0.99)}`)
  }
}

await benchRendering()
