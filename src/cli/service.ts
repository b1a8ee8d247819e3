import { z } from 'zod'
import { PATH_ADVICE } from '../domain/path-advice.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext } from './context.ts'

/** Sends a request to the running service. Throws a CliError if nothing answers. */
export async function request(
  context: Pick<CliContext, 'fetch'>,
  url: string,
  init?: RequestInit,
): Promise<Response> {
  try {
    return await context.fetch(url, init)
  } catch (error) {
    throw new CliError(`Nothing answers at ${new URL(url).origin}.`, {
      exitCode: EXIT.unreachable,
      fix: 'Start the service (npm run dev), or pass its address with --url.',
      mayPass: true,
      cause: error,
    })
  }
}

/**
 * The URL of a path of the service, which may itself be below a path. Throws a CliError if `base` is not an http(s)
 * address.
 */
export function addressOf(base: string, path: string): string {
  // `localhost:3000` can be parsed too, as a URL with the protocol `localhost:`.
  const isAddress = /^https?:/i.test(base) && URL.canParse(base)
  if (isAddress) {
    const { origin, pathname } = new URL(base)
    return `${origin}${pathname.replace(/\/+$/, '')}${path}`
  }
  throw usage(
    `${base} is not the address of a service.`,
    'Write --url http://127.0.0.1:3000, with http:// or https:// in front. Without --url the address comes from HOST and PORT.',
  )
}

/** Reads from the JSON API, with OPS_TOKEN if it is set. */
export function readApi<Body>(
  context: CliContext,
  base: string,
  path: string,
  signal?: AbortSignal,
): Promise<Body> {
  return ask(context, base, path, signal ? { signal } : {})
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

/** What to do about a 400: its body has the advice, or names the wrong parameters. */
function adviceIn(body: unknown): string {
  const { fix, problems } = refusal.parse(body)
  const wrong = problems?.length ? ` Wrong: ${problems.join(', ')}.` : ''
  return fix ?? `Run the command with --help.${wrong}`
}

async function ask<Body>(
  context: CliContext,
  base: string,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal },
): Promise<Body> {
  const { opsToken } = context.settings
  const response = await request(context, addressOf(base, path), {
    ...init,
    headers: { ...init.headers, ...(opsToken ? { Authorization: `Bearer ${opsToken}` } : {}) },
  })
  if (response.ok) return readAnswer(response)
  switch (response.status) {
    case 401:
      throw new CliError('The service does not accept the token.', {
        exitCode: EXIT.refused,
        fix: 'Set OPS_TOKEN to the token that the service uses.',
      })
    case 403:
      throw new CliError('The service shows its messages only with a token.', {
        exitCode: EXIT.refused,
        fix: 'Set the same OPS_TOKEN for the service and for this command.',
      })
    case 404:
      throw new CliError('Not found.', {
        exitCode: EXIT.refused,
        fix: `Check the id, if the command has one. ${PATH_ADVICE} In production the service also needs OPS_TOKEN: without it there are no pages and no API.`,
      })
    case 400:
      throw usage(
        'The service does not understand the request.',
        adviceIn(await response.json().catch(() => null)),
      )
    default:
      throw new CliError(`The service answered ${response.status}.`, {
        exitCode: EXIT.refused,
        fix: 'See the log of the service.',
        mayPass: response.status >= 500,
      })
  }
}

async function readAnswer<Body>(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body
  } catch (error) {
    throw new CliError('The answer of the service cannot be read.', {
      exitCode: EXIT.unreachable,
      fix: 'Check that Bellhop listens at this address.',
      mayPass: true,
      cause: error,
    })
  }
}
