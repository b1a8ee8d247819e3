import { describe, expect, it } from 'vitest'
import { runtimeOf } from '../../src/embed/runtime-of.ts'

describe('how long the processes of a host live', () => {
  it.each([
    ['Vercel', { VERCEL: '1', VERCEL_ENV: 'production' }],
    ['a preview of Vercel', { VERCEL: '1', VERCEL_ENV: 'preview' }],
    ['AWS Lambda', { AWS_LAMBDA_FUNCTION_NAME: 'acme' }],
    ['Netlify', { NETLIFY: 'true' }],
    ['Azure Functions', { FUNCTIONS_WORKER_RUNTIME: 'node' }],
  ])('%s ends them', (_, env) => {
    expect(runtimeOf(env)).toBe('serverless')
  })

  it.each([
    ['a server', {}],
    // `vercel dev`, and an .env.local of `vercel env pull`.
    [
      "a developer's machine with the variables of Vercel",
      { VERCEL: '1', VERCEL_ENV: 'development' },
    ],
  ])('%s lets them live on', (_, env) => {
    expect(runtimeOf(env)).toBe('server')
  })
})
