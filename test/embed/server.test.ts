import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { createBellhop, type EmbeddedBellhop } from '../../src/index.ts'
import { SECRET } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { ENGINES } from '../support/engines.ts'
import { type Home, openFolder, openHome } from '../support/home.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { svixHeaders } from '../support/svix-headers.ts'

describe.each(ENGINES)('Bellhop inside an app that lives on, on %s', (engine) => {
  let home: Home
  let providers: Providers
  let env: Record<string, string>
  let lateEnv: Record<string, string>
  let bellhop: EmbeddedBellhop

  beforeEach(async () => {
    home = await (engine === 'pglite' ? openFolder(inject('dataDir')) : openHome(engine))
    providers = await openProviders()
    env = {
      ...home.env,
      ...providers.env,
      CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
      APP_NAME: 'Acme',
      LOG_LEVEL: 'silent',
    }
    lateEnv = { ...env }
    bellhop = createBellhop({ runtime: 'server', env })
  })
  afterEach(async () => {
    await bellhop.stop()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  function signed(svixId: string): Request {
    const body = JSON.stringify(emailCreated())
    return new Request('http://127.0.0.1:3000/api/clerk', {
      method: 'POST',
      body,
      headers: { ...svixHeaders(body, { svixId, at: new Date(), secret: SECRET }) },
    })
  }

  it('delivers with its workers, and again after a stop', async () => {
    await bellhop.start()
    await bellhop.start()
    expect((await bellhop.webhook.POST(signed('msg_1'))).status).toBe(200)
    await providers.resend.waitFor(1)
    await bellhop.stop()
    expect(await (await bellhop.webhook.POST(signed('msg_1'))).json()).toMatchObject({
      status: 'duplicate',
    })
    expect((await bellhop.webhook.POST(signed('msg_2'))).status).toBe(200)
    await bellhop.start()
    await providers.resend.waitFor(2)
    expect(providers.resend.accepted).toHaveLength(2)
  })

  it('finishes the requests under way before it closes the database', async () => {
    const ids = ['msg_1', 'msg_2', 'msg_3']
    for (const isOpen of [false, true]) {
      if (isOpen) await bellhop.start()
      const answers = Promise.all(ids.map((id) => bellhop.webhook.POST(signed(`${id}_${isOpen}`))))
      await bellhop.stop()
      expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200])
    }
  })

  it('answers 400 to a webhook whose body the app has read', async () => {
    const request = signed('msg_1')
    await request.text()
    const response = await bellhop.webhook.POST(request)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: 'invalid_signature' })
  })

  it('keeps its workers when its base path is changed during development', async () => {
    await bellhop.start()
    const moved = createBellhop({ runtime: 'server', env, basePath: '/mail' })
    expect((await moved.webhook.POST(signed('msg_1'))).status).toBe(200)
    await providers.resend.waitFor(1)
    expect((await bellhop.webhook.POST(signed('msg_2'))).status).toBe(200)
    await providers.resend.waitFor(2)
    await moved.stop()
  })

  it('keeps its workers after a delivery that somebody asked for', async () => {
    expect((await bellhop.webhook.POST(signed('msg_1'))).status).toBe(200)
    await bellhop.deliver()
    expect(providers.resend.accepted).toHaveLength(1)
    await bellhop.start()
    await bellhop.deliver()
    expect((await bellhop.webhook.POST(signed('msg_2'))).status).toBe(200)
    await providers.resend.waitFor(2)
    expect(providers.resend.accepted).toHaveLength(2)
  })

  it('keeps its workers when another module of the app opens it again during development', async () => {
    await bellhop.start()
    const again = createBellhop({ runtime: 'server', env })
    expect((await again.webhook.POST(signed('msg_1'))).status).toBe(200)
    await providers.resend.waitFor(1)
    await again.stop()
  })

  it('has its workers as soon as it can be opened, if it could not be when they were started', async () => {
    const late = createBellhop({ runtime: 'server', env: lateEnv })
    Object.assign(lateEnv, { RESEND_API_KEY: 'wrong' })
    await expect(late.start()).rejects.toThrow('RESEND_API_KEY')
    Object.assign(lateEnv, env)
    expect((await late.webhook.POST(signed('msg_1'))).status).toBe(200)
    await providers.resend.waitFor(1)
    await late.stop()
  })
})
