import { describeFailure } from '../templates/template-failure.ts'

const TITLE = 'A file cannot be loaded'

/** Ends a process that cannot load one of its own files, because it is being edited or is broken. */
export function failToLoad(error: unknown): never {
  report(error)
  process.exit(1)
}

/**
 * Reports a file that the service cannot load. In production this ends the process. In development every
 * address shows the error, until somebody fixes the file and `npm run dev` restarts the service.
 */
export async function answerWithFault(error: unknown): Promise<void> {
  try {
    const url = await serveFault(error)
    if (url) report(error, ` (${url} shows this until the file is fixed)`)
    else failToLoad(error)
  } catch {
    // The broken file may be one that is needed to answer requests.
    failToLoad(error)
  }
}

async function serveFault(error: unknown): Promise<string | null> {
  const { readConfig } = await import('../config/config.ts')
  const { host, port, production } = readConfig()
  if (production) return null
  const { Hono } = await import('hono')
  const { errorAnswer } = await import('../ops/ui/error-page.tsx')
  const { securityHeaders } = await import('../ops/ui/security-headers.ts')
  const { openedAssets } = await import('../ops/ui/asset.ts')
  const { listen } = await import('../runtime/server.ts')
  const fault = { status: 503, error: 'unavailable', title: TITLE } as const
  const app = new Hono().use(securityHeaders)
  for (const { path, serve } of openedAssets()) app.get(path, serve)
  app.all('*', (c) => errorAnswer(c, { ...fault, fix: describeFailure(error) }))
  return (await listen(app, { host, port })).url
}

function report(error: unknown, more = ''): void {
  process.stderr.write(`${TITLE}: ${describeFailure(error)}${more}\n`)
}
