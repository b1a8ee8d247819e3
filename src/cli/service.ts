import { z } from 'zod'
import { CliError, EXIT, usage } from './cli-error.ts'
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

/** Where a path of the service is. Throws a CliError when `base` is no address. */
export function addressOf(base: string, path: string): string {
  // `localhost:3000` is a URL, too: its protocol is `localhost:`.
  const isAddress = /^https?:/i.test(base) && URL.canParse(path, base)
  if (isAddress) return new URL(path, base).href
  throw usage(
    `${base} is not the address of a service.`,
    'Write --url http://127.0.0.1:3000, with http:// or https:// in front; without --url it is made of HOST and PORT.',
  )
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

const refusal = z
  .object({ fix: z.string(), problems: z.array(z.string()) })
  .partial()
  .catch({})

/** What to do about a 400, from its body: it has the advice, or names what is wrong. */
function adviceIn(body: unknown): string {
  const { fix, problems } = refusal.parse(body)
  const wrong = problems?.length ? ` It is about ${problems.join(', ')}.` : ''
  return fix ?? `See the command with --help.${wrong}`
}

async function ask<Body>(
  context: CliContext,
  base: string,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<Body> {
  const { opsToken } = context.settings
  const response = await request(context, addressOf(base, path), {
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
      throw usage(
        'The service does not understand the request.',
        adviceIn(await response.json().catch(() => null)),
      )
    default:
      throw new CliError(`The service answered ${response.status}.`, {
        exitCode: EXIT.refused,
        fix: 'Its log says why.',
      })
  }
}
