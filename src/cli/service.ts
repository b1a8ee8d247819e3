import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

/** Asks the running service. Throws a CliError when it cannot be reached. */
export async function request(
  context: CliContext,
  url: string,
  init?: RequestInit,
): Promise<Response> {
  try {
    return await context.fetch(url, init)
  } catch (error) {
    throw new CliError(`Nothing answers at ${new URL(url).origin}.`, {
      exitCode: EXIT.unreachable,
      fix: 'Start the service (npm run dev), or name it with --url.',
      cause: error,
    })
  }
}

/** Reads from the JSON API, with the token where there is one. */
export function readApi<Body>(context: CliContext, base: string, path: string): Promise<Body> {
  return ask(context, base, path, {})
}

/** Changes something through the JSON API. */
export function callApi<Body>(
  context: CliContext,
  base: string,
  path: string,
  body: unknown,
): Promise<Body> {
  const headers = { 'content-type': 'application/json' }
  return ask(context, base, path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function ask<Body>(
  context: CliContext,
  base: string,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<Body> {
  const { opsToken } = context.settings
  const response = await request(context, new URL(path, base).href, {
    ...init,
    headers: { ...init.headers, ...(opsToken ? { Authorization: `Bearer ${opsToken}` } : {}) },
  })
  if (response.ok) return (await response.json()) as Body
  switch (response.status) {
    case 401:
      throw new CliError('The service does not accept the token.', {
        exitCode: EXIT.refused,
        fix: 'Set OPS_TOKEN to the one that it runs with.',
      })
    case 403:
      throw new CliError('The service shows its messages to nobody without a token.', {
        exitCode: EXIT.refused,
        fix: 'Set OPS_TOKEN there and here.',
      })
    case 404:
      throw new CliError('The service knows nothing of it.', {
        exitCode: EXIT.refused,
        fix: 'Check the id; in production the API needs OPS_TOKEN.',
      })
    case 400:
      throw new CliError('The service does not understand the query.', {
        exitCode: EXIT.usage,
        fix: 'See bellhop messages --help.',
      })
    default:
      throw new CliError(`The service answered ${response.status}.`, {
        exitCode: EXIT.refused,
        fix: 'Its log says why.',
      })
  }
}
