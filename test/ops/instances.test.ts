import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listInstances } from '../../src/store/views/instances.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { addFailed } from '../support/ledger-rows.ts'

const SETTINGS = `export default { instances: {
  ins_staging: { name: 'Staging' }, ins_unused: {},
} }\n`

interface Listed {
  readonly messages: readonly {
    readonly id: string
    readonly instanceId: string
    readonly instanceName: string | null
  }[]
  readonly nextCursor: string | null
}

describe.each(ENGINES)('messages of several Clerk instances on %s', (engine) => {
  let home: TestDatabase
  let folder: string
  let bellhop: RunningBellhop
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    folder = await mkdtemp(join(tmpdir(), 'bellhop-instances-'))
    const settings = join(folder, 'bellhop.config.ts')
    await writeFile(settings, SETTINGS)
    bellhop = await startBellhop(home, {}, { settings })
    for (const instance of ['ins_production', 'ins_staging']) {
      const event = emailCreated({ to_email_address: 'ada@mail.dev' }, { instance_id: instance })
      const { answer } = await bellhop.post(event)
      await bellhop.reaches(answer.messageId, 'sent')
      ids[instance] = String(answer.messageId)
    }
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const page = async (path: string) => (await bellhop.get(path)).text()
  async function listed(path: string): Promise<Listed['messages']> {
    const { messages } = (await (await bellhop.get(path)).json()) as Listed
    return messages
  }

  describe.each(['/api/messages', '/api/outbox'])('%s', (path) => {
    it('names the instance of each message', async () => {
      expect(await listed(path)).toMatchObject([
        { id: ids.ins_staging, instanceId: 'ins_staging', instanceName: 'Staging' },
        { id: ids.ins_production, instanceId: 'ins_production', instanceName: null },
      ])
    })

    it.each([
      ['ins_staging', ['ins_staging']],
      ['Staging', ['ins_staging']],
      ['staging', ['ins_staging']],
      ['ins_production', ['ins_production']],
      ['Production', []],
      ['ins_unused', []],
    ])('with ?instance=%s has those of %j', async (instance, found) => {
      const messages = await listed(`${path}?instance=${instance}`)
      expect(messages.map(({ instanceId }) => instanceId)).toEqual(found)
    })

    it('refuses a value that no instance can have', async () => {
      expect((await bellhop.get(`${path}?instance=%00`)).status).toBe(400)
    })
  })

  it('are filtered together with the other filters', async () => {
    expect(await listed('/api/messages?instance=Staging&status=failed')).toEqual([])
    expect(await listed('/api/messages?instance=Staging&recipient=ada@mail.dev')).toHaveLength(1)
    expect(await listed('/api/messages?instance=')).toHaveLength(2)
  })

  it('have the instance in the JSON and on the page of one message', async () => {
    expect(await bellhop.message(ids.ins_staging)).toMatchObject({
      instanceId: 'ins_staging',
      instanceName: 'Staging',
    })
    expect(await page(`/messages/${ids.ins_staging}`)).toContain('Staging (ins_staging)')
    expect(await page(`/messages/${ids.ins_production}`)).toContain('<dd>ins_production</dd>')
  })

  it('can be chosen by instance on the pages, also by its name in an address', async () => {
    for (const path of ['/messages', '/']) {
      const all = await page(path)
      const options = [
        ...(/instance-switch.*?<\/select>/s.exec(all)?.[0] ?? '').matchAll(
          /<option value="(ins_\w+)"[^>]*>([^<]+)</g,
        ),
      ]
      expect(options.map(([, id, label]) => [id, label])).toEqual([
        ['ins_staging', 'Staging'],
        ['ins_unused', 'ins_unused'],
        ['ins_production', 'ins_production'],
      ])
      const filtered = await page(`${path}?instance=Staging`)
      expect(filtered).toMatch(/<option value="ins_staging" selected/)
      expect(filtered).toContain(ids.ins_staging)
      expect(filtered).not.toContain(ids.ins_production)
    }
  })

  it('stay chosen on the way through pages that are of all instances', async () => {
    for (const path of ['/suppressions', '/limits', '/audit', '/doctor', '/overview']) {
      expect(await page(`${path}?instance=Staging`)).toContain('href="/messages?instance=Staging"')
    }
  })

  describe('that failed', () => {
    const since = new Date(Date.now() - 60_000).toISOString()
    const post = (path: string, body: URLSearchParams | string) =>
      fetch(`${bellhop.url}${path}`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${OPS_TOKEN}` },
      })
    const api = (body: object) => post('/api/messages/resend-failed', JSON.stringify(body))

    it('are sent again for one instance, by its id or its name', async () => {
      const { db } = bellhop.database
      for (const instanceId of ['ins_production', 'ins_staging', 'ins_staging']) {
        await addFailed(db, { instanceId })
      }
      expect(await (await api({ since, instance: 'Production' })).json()).toMatchObject({
        resent: 0,
      })
      const counted = await page(`/messages/resend-failed?since=${since}&instance=staging`)
      expect(counted).toContain('2 messages can be sent again.')
      expect(counted).toMatch(/<option value="ins_staging" selected/)
      expect(counted).toContain('<input type="hidden" name="instance" value="ins_staging"/>')
      expect(await page(`/messages/resend-failed?since=${since}&instance=`)).toContain(
        '3 messages can be sent again.',
      )
      expect(await (await api({ since, instance: 'Staging' })).json()).toEqual({
        resent: 2,
        refused: {},
        left: 0,
      })
      const [entry] = await db
        .selectFrom('audit')
        .select('detail')
        .where('action', '=', 'resend_failed')
        .orderBy('id', 'desc')
        .limit(1)
        .execute()
      expect(entry?.detail).toBe(`2 since ${since}, ins_staging`)
      const fields = { since, channel: '', slug: '', instance: 'ins_production' }
      const form = await post('/messages/resend-failed', new URLSearchParams(fields))
      expect(await form.text()).toContain('1 message sent again.')
      expect((await api({ since, instance: '\0' })).status).toBe(400)
    })
  })

  it('are found without reading the ledger', async () => {
    expect(await listInstances(bellhop.database.db)).toEqual(['ins_production', 'ins_staging'])
  })
})

describe.each(ENGINES)('messages of one Clerk instance on %s', (engine) => {
  it('take no room for it on the lists', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home)
    expect(await listInstances(bellhop.database.db)).toEqual([])
    const { answer } = await bellhop.post(emailCreated())
    await bellhop.reaches(answer.messageId, 'sent')
    for (const path of ['/messages', '/']) {
      const html = await (await bellhop.get(path)).text()
      expect(html).toContain(String(answer.messageId))
      expect(html).not.toMatch(/instance/i)
    }
  })
})
