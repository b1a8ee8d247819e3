import { describe, expect, it } from 'vitest'
import { ok } from '../../src/doctor/check.ts'
import { runChecks } from '../../src/doctor/run-checks.ts'

const all = (checks: Parameters<typeof runChecks>[0], limitMs = 60_000) =>
  Promise.all(runChecks(checks, { skip: [], limitMs }))

describe('the checks', () => {
  it('run side by side: each waits for another one that began', async () => {
    const first = Promise.withResolvers<void>()
    const second = Promise.withResolvers<void>()
    const findings = await all([
      {
        id: 'a',
        run: async () => {
          first.resolve()
          await second.promise
          return ok('a')
        },
      },
      {
        id: 'b',
        run: async () => {
          second.resolve()
          await first.promise
          return ok('b')
        },
      },
    ])
    expect(findings.map(({ status }) => status)).toEqual(['ok', 'ok'])
  })

  it('end one that takes too long, and tell it so, without ending the others', async () => {
    let ended = false
    const findings = await all(
      [
        {
          id: 'slow',
          run: (signal) => {
            signal.addEventListener('abort', () => {
              ended = true
            })
            return new Promise(() => {})
          },
        },
        { id: 'quick', run: async () => ok('done') },
      ],
      10,
    )
    expect(findings).toMatchObject([
      { id: 'slow', status: 'fail' },
      { id: 'quick', status: 'ok' },
    ])
    expect(ended).toBe(true)
  })

  it('name only the kind of an unexpected error, because its message may hold a secret', async () => {
    const [finding] = await all([
      {
        id: 'broken',
        run: async () => {
          throw new TypeError('whsec_secret')
        },
      },
    ])
    expect(finding).toMatchObject({ id: 'broken', status: 'fail' })
    expect(JSON.stringify(finding)).toContain('TypeError')
    expect(JSON.stringify(finding)).not.toContain('whsec')
  })
})
