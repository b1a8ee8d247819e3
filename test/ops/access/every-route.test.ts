import { expect, it } from 'vitest'
import { startBellhop } from '../../support/bellhop.ts'
import { createTestDatabase } from '../../support/engines.ts'

/** The routes that anybody may ask for. Providers and apps prove there in their own way who they are. */
const PUBLIC = [
  'GET /api/webhooks',
  'GET /api/webhooks/clerk',
  'GET /brand/:name',
  'GET /healthz',
  'GET /login',
  'GET /metrics',
  'GET /readyz',
  'POST /api/locale-hints',
  'POST /api/webhooks',
  'POST /api/webhooks/clerk',
  'POST /api/webhooks/resend',
  'POST /login',
  'POST /logout',
]

const VIEWER = 'a-viewer-token-for-tests-only'

it('every other route is closed to requests without a token, and every change to viewers', async () => {
  await using home = await createTestDatabase('pglite')
  await using bellhop = await startBellhop(home, {
    BELLHOP_API_TOKEN: 'a-token-for-apps-only',
    OPS_VIEWER_TOKEN: VIEWER,
    RESEND_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  const routes = new Set(
    bellhop.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/assets/'))
      .map(({ method, path }) => `${method} ${path}`),
  )
  expect(PUBLIC.filter((route) => !routes.has(route))).toEqual([])
  const others = [...routes].filter((route) => !PUBLIC.includes(route))
  expect(others.length).toBeGreaterThan(15)
  const open: string[] = []
  const headers = { authorization: `Bearer ${VIEWER}` }
  for (const route of others) {
    const [method, path = ''] = route.split(' ')
    const url = `${bellhop.url}${path.replace(/:id(?:\{.*\})?/, '018f0000-0000-7000-8000-000000000000')}`
    const response = await fetch(url, { method: method ?? '', redirect: 'manual' })
    const toSignIn = response.headers.get('location')?.startsWith('/login')
    if (response.status !== 401 && !(response.status === 302 && toSignIn)) {
      open.push(`${route}: ${response.status}`)
    }
    if (method === 'GET') continue
    const { status } = await fetch(url, { method: method ?? '', headers, redirect: 'manual' })
    if (status !== 403) open.push(`${route} of a viewer: ${status}`)
  }
  expect(open).toEqual([])
})
