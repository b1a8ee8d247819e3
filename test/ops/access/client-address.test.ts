import { expect, it } from 'vitest'
import { startBellhop } from '../../support/bellhop.ts'
import { createTestDatabase } from '../../support/engines.ts'

it.each([
  // No proxy is trusted, so the address of the connection counts.
  ['', ['9.9.9.1', '9.9.9.2'], '127.0.0.*'],
  ['1', ['9.9.9.1', '8.8.8.8, 9.9.9.1'], '9.9.9.*'],
  ['2', ['8.8.8.8, 9.9.9.1, 10.0.0.1', '9.9.9.1, 10.0.0.2'], '9.9.9.*'],
  ['127.0.0.0/8,10.0.0.0/8', ['8.8.8.8, 9.9.9.1, 10.1.2.3', '9.9.9.1:1234'], '9.9.9.*'],
  // The connection does not come from a trusted proxy, so the header is ignored.
  ['10.0.0.0/8', ['9.9.9.1', '9.9.9.2'], '127.0.0.*'],
  ['1', ['2001:db8:1:2::3', '[2001:db8:1:2::3]:443'], '2001:db8:1:*'],
])(
  'with TRUSTED_PROXIES=%s a try that is forwarded for %j counts for %s',
  async (proxies, headers, address) => {
    await using home = await createTestDatabase('pglite')
    const lines: string[] = []
    await using bellhop = await startBellhop(
      home,
      { TRUSTED_PROXIES: proxies },
      { onLog: (line) => lines.push(line) },
    )
    const statuses: number[] = []
    for (let time = 0; time < 6; time++) {
      for (const forwarded of headers) {
        const { status } = await fetch(`${bellhop.url}/api/messages`, {
          headers: { authorization: 'Bearer wrong', 'x-forwarded-for': forwarded },
        })
        statuses.push(status)
      }
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    expect(lines.filter((line) => line.includes(`"address":"${address}"`))).toHaveLength(12)
    const ignored = lines.filter((line) => line.includes('x-forwarded-for is ignored'))
    expect(ignored).toHaveLength(proxies === '' ? 1 : 0)
  },
)

it('a warning says once that x-forwarded-for is ignored, on any route', async () => {
  await using home = await createTestDatabase('pglite')
  const lines: string[] = []
  await using bellhop = await startBellhop(home, {}, { onLog: (line) => lines.push(line) })
  const told = () => lines.filter((line) => line.includes('x-forwarded-for is ignored')).length
  await fetch(`${bellhop.url}/healthz`)
  expect(told()).toBe(0)
  for (let time = 0; time < 3; time++) {
    await fetch(`${bellhop.url}/healthz`, { headers: { 'x-forwarded-for': '9.9.9.1' } })
    expect(told()).toBe(1)
  }
})

it('wrong tokens for locale hints are limited, and so are the hints', async () => {
  await using home = await createTestDatabase('pglite')
  const token = 'a-token-for-locale-hints'
  await using bellhop = await startBellhop(home, { BELLHOP_API_TOKEN: token })
  const hint = JSON.stringify({ emailAddress: 'ada@mail.dev', locale: 'de' })
  const post = async (given: string, body = hint) =>
    (
      await fetch(`${bellhop.url}/api/locale-hints`, {
        method: 'POST',
        headers: { authorization: `Bearer ${given}` },
        body,
      })
    ).status
  const wrong: number[] = []
  for (let time = 0; time < 12; time++) wrong.push(await post('wrong'))
  expect(wrong.filter((status) => status === 401)).toHaveLength(10)
  expect(wrong.filter((status) => status === 429)).toHaveLength(2)
  expect(await post(token)).toBe(204)
  // Hints that are not valid count as well, and are faster.
  const statuses = new Set<number>()
  for (let batch = 0; batch < 31; batch++) {
    const posts = Array.from({ length: 100 }, () => post(token, ''))
    for (const status of await Promise.all(posts)) statuses.add(status)
  }
  expect([...statuses].toSorted()).toEqual([400, 429])
  expect(await post(token)).toBe(429)
})
