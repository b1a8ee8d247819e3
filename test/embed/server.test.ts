import { Webhook } from 'svix'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { createBellhop, type EmbeddedBellhop } from '../../src/index.ts'
import { SECRET } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { ENGINES } from '../support/engines.ts'
import { type Home, openFolder, openHome } from '../support/home.ts'
import { openProviders, type Providers } from '../support/providers.ts'

describe.each(ENGINES)('Bellhop inside an app that lives on, on %s', (engine) => {
  let home: Home
  let providers: Providers
  let bellhop: EmbeddedBellhop

  beforeEach(async () => {
    home = await (engine === 'pglite' ? openFolder(inject('dataDir')) : openHome(engine))
    providers = await openProviders()
    const env = {
      ...home.env,
      ...providers.env,
      CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
      APP_NAME: 'Acme',
      LOG_LEVEL: 'silent',
    }
    bellhop = createBellhop({ runtime: 'server', env })
  })
  afterEach(async () => {
    await bellhop.stop()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  function signed(svixId: string): Request {
    const body = JSON.stringify(emailCreated())
    const at = new Date()
    return new Request('http://127.0.0.1:3000/api/clerk', {
      method: 'POST',
      body,
      headers: {
        'svix-id': svixId,
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': new Webhook(SECRET).sign(svixId, at, body),
      },
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
})
