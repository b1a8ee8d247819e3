import { request } from 'node:http'
import type { RunningBellhop } from './bellhop.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Unlike `fetch`, lets a test set the host header. */
export async function ask(
  bellhop: RunningBellhop,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { method = 'GET', headers = {}, body } = options
  request(`${bellhop.url}${path}`, { method, headers, agent: false }, async (response) => {
    const text = (await response.toArray()).join('')
    const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    )
    resolve({ status: response.statusCode ?? 0, headers: new Headers(pairs), text })
  })
    .on('error', reject)
    .end(body)
  return promise
}

/** A form as a browser posts it from one of our own pages. */
export const form = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    ...headers,
  },
  body: new URLSearchParams(fields).toString(),
})

/** Signs in with a token. */
export async function signIn(bellhop: RunningBellhop, token: string) {
  const answer = await ask(bellhop, '/login', form({ token }))
  const [cookie = '', ...attributes] = answer.headers.get('set-cookie')?.split('; ') ?? []
  return { answer, cookie, attributes }
}
