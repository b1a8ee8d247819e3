import { describeFailure } from '../templates/template-failure.ts'

const TITLE = 'A file cannot be loaded'

/** Ends a process whose own files cannot be loaded: one of them is being edited, or is not whole. */
export function failToLoad(error: unknown): never {
  tell(error)
  process.exit(1)
}

/**
 * The same for the service; in development it goes on, and every address says what is wrong, until the
 * file is mended and `npm run dev` starts it anew.
 */
export async function answerWithFault(error: unknown): Promise<void> {
  try {
    const url = await serveFault(error)
    if (url) tell(error, ` (${url} says so until it is mended)`)
    else failToLoad(error)
  } catch {
    // What answers may be what is broken, and its configuration is not what matters now.
    failToLoad(error)
  }
}

async function serveFault(error: unknown): Promise<string | null> {
  const { readConfig } = await import('../config/config.ts')
  const { host, port, production } = readConfig()
  if (production) return null
  const { Hono } = await import('hono')
  const { answers, errorAnswer } = await import('../ops/ui/error-page.tsx')
  const { OPS_STYLE } = await import('../ops/ui/layout.tsx')
  const { listen } = await import('../runtime/server.ts')
  const fault = { status: 503, error: 'unavailable', title: TITLE } as const
  const app = new Hono()
    .use(answers.securityHeaders)
    .get(OPS_STYLE.path, OPS_STYLE.serve)
    .all('*', (c) => errorAnswer(c, { ...fault, fix: describeFailure(error) }))
  return (await listen(app, { host, port })).url
}

function tell(error: unknown, more = ''): void {
  process.stderr.write(`${TITLE}: ${describeFailure(error)}${more}\n`)
}
