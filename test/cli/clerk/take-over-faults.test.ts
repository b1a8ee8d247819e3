import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ClerkScene, openClerkScene } from '../../support/clerk-scene.ts'
import type { Fault } from '../../support/fault.ts'
import type { ReceivedRequest } from '../../support/received-request.ts'

const ALL = ['take-over', '--all', '--yes']

/** The order of a take-over of all templates. */
const ORDER = [
  'email password_changed',
  'email someone_tried_to_sign_up',
  'SMS password_changed',
  'email invitation',
  'email magic_link_sign_in',
  'email verification_code',
  'SMS verification_code',
]

const isSwitchOf = (slug: string) => (request: ReceivedRequest) =>
  request.method === 'POST' && request.path.endsWith(`/email/${slug}/toggle_delivery`)

describe('a take-over that fails in the middle', () => {
  let scene: ClerkScene
  beforeEach(async () => {
    scene = await openClerkScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  /** The fourth switch, after three that work. */
  function atInvitation(fault: Fault): void {
    scene.clerk.faults.when((request) => (isSwitchOf('invitation')(request) ? fault : null))
  }

  async function stopsAfterThree(...words: string[]): Promise<void> {
    const { code, stderr } = await scene.bellhop(ALL)
    expect(code).toBe(words.includes('Clerk does not answer') ? 3 : 4)
    expect(stderr[0]).toBe(`Switched: ${ORDER.slice(0, 3).join(', ')}.`)
    expect(stderr.join('\n')).toContain(`Not switched: ${ORDER.slice(3).join(', ')}.`)
    expect(stderr.join('\n')).toContain('Stopped at email invitation: ')
    for (const word of words) expect(stderr.join('\n')).toContain(word)
    expect(scene.clerk.deliveredByYou()).toHaveLength(3)
  }

  async function goesOn(): Promise<void> {
    scene.clerk.faults.clear()
    scene.service.ready = () => true
    const { code } = await scene.bellhop(ALL)
    expect(code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toHaveLength(7)
    const { templates } = await scene.record()
    expect(templates.map(({ before, now }) => `${before} ${now}`)).toEqual(
      Array(7).fill('clerk you'),
    )
  }

  it.each([
    [401, 'Clerk does not accept the secret key (401)'],
    [402, 'The plan of your Clerk app does not include this (402)'],
    [404, 'Clerk does not have this template any more (404)'],
    [422, 'Clerk does not understand the request (422)'],
    [423, 'Clerk has locked this template at the moment (423)'],
    [500, 'Clerk has an error of its own (500)'],
  ])(
    'by the answer %i says what is switched and what not, and goes on later',
    async (status, words) => {
      atInvitation({ kind: 'answer', status })
      await stopsAfterThree(words)
      expect((await scene.record()).templates.at(-1)).toMatchObject({ now: 'clerk' })
      await goesOn()
    },
  )

  it('by a broken connection says the same, and asks Clerk whether it was switched', async () => {
    atInvitation({ kind: 'reset' })
    await stopsAfterThree('Clerk does not answer')
    await goesOn()
  })

  it.each(['reset_after_accepting', 'truncated'] as const)(
    'does not fail if Clerk has switched and only its answer is lost (%s)',
    async (kind) => {
      atInvitation({ kind })
      const { code } = await scene.bellhop(ALL)
      expect(code).toBe(0)
      expect(scene.clerk.deliveredByYou()).toHaveLength(7)
      const posts = scene.clerk.requests.filter(isSwitchOf('invitation'))
      expect(posts).toHaveLength(1)
    },
  )

  it('says that nobody knows if Clerk answers nothing any more', async () => {
    let lost = false
    scene.clerk.faults.when((request) => {
      if (isSwitchOf('invitation')(request)) lost = true
      return lost ? { kind: 'reset_after_accepting' } : null
    })
    const { code, stderr } = await scene.bellhop(ALL)
    expect(code).toBe(3)
    expect(stderr).toContain('Switched or not, Clerk gave no clear answer: email invitation.')
    expect(stderr.join()).toContain(`Not switched: ${ORDER.slice(4).join(', ')}.`)
    expect((await scene.record()).templates.at(-1)).toMatchObject({
      slug: 'invitation',
      now: 'unknown',
    })
    await goesOn()
  })

  it('by a template that vanishes says so', async () => {
    scene.clerk.faults.when(({ method, path }) => {
      if (method === 'POST' && path.includes('/sms/password_changed/')) {
        scene.clerk.remove('email', 'invitation')
      }
      return null
    })
    await stopsAfterThree(
      'Clerk does not have this template any more (404)',
      'bellhop clerk status',
    )
    scene.clerk.faults.clear()
    expect((await scene.bellhop(ALL)).code).toBe(0)
    expect(scene.clerk.deliveredByYou()).toHaveLength(6)
  })

  it('by a service that goes down says so, and switches nothing more', async () => {
    let asked = 0
    scene.service.ready = () => ++asked <= 3
    await stopsAfterThree('The service is not ready (503, database: failed).')
    expect(scene.clerk.requests.filter(({ method }) => method === 'POST')).toHaveLength(3)
    await goesOn()
  })

  it('by a service that does not answer at all switches nothing', async () => {
    const { code, stderr } = await scene.bellhop([...ALL, '--url', 'http://127.0.0.1:1'])
    // Nothing is configured here, so both channels are captured, which is fine in development.
    expect(code).toBe(3)
    expect(stderr[0]).toBe('Switched: nothing.')
    expect(stderr.join()).toContain('Nothing answers at http://127.0.0.1:1')
    expect(scene.clerk.deliveredByYou()).toEqual([])
  })

  it('if somebody else has switched the next one meanwhile goes on', async () => {
    scene.clerk.faults.when(({ path }) => {
      if (path.includes('/sms/password_changed/')) {
        scene.clerk.change('email', 'invitation', { delivered_by_clerk: false })
      }
      return null
    })
    const { code, stdout } = await scene.bellhop(ALL)
    expect(code).toBe(0)
    expect(stdout).toContain('email invitation: delivered by you already')
    expect((await scene.record()).templates).toHaveLength(6)
  })
})

describe('too many requests', () => {
  it('are waited for as long as Clerk says', async () => {
    await using scene = await openClerkScene()
    scene.clerk.faults.when(({ method }) => (method === 'POST' ? storm() : null))
    let left = 3
    const storm = (): Fault | null =>
      left-- > 0 ? { kind: 'answer', status: 429, headers: { 'retry-after': '7' } } : null
    const { code, stderr } = await scene.bellhop(ALL)
    expect(code).toBe(0)
    expect(scene.waits).toEqual([7_000, 7_000, 7_000])
    expect(stderr).toEqual(
      Array(3).fill('Clerk answers that there were too many requests. Waiting 7 s.'),
    )
    expect(scene.clerk.deliveredByYou()).toHaveLength(7)
  })

  it('without an end stop the take-over after two minutes', async () => {
    await using scene = await openClerkScene()
    scene.clerk.faults.when((request) =>
      isSwitchOf('invitation')(request) ? { kind: 'answer', status: 429 } : null,
    )
    const { code, stderr } = await scene.bellhop(ALL)
    expect(code).toBe(4)
    expect(scene.waits.reduce((sum, ms) => sum + ms)).toBe(120_000)
    expect(stderr.join('\n')).toContain('Clerk answers that there were too many requests (429)')
    expect(stderr).toContain(`Switched: ${ORDER.slice(0, 3).join(', ')}.`)
  })

  it('of a small limit only slow the take-over down', async () => {
    let time = 0
    await using scene = await openClerkScene({ limit: 3, now: () => new Date(time) })
    const wait = async (ms: number) => {
      time += ms
    }
    const { code } = await scene.bellhop(ALL, { wait })
    expect(code).toBe(0)
    expect(time).toBeGreaterThanOrEqual(60_000)
    expect(scene.clerk.deliveredByYou()).toHaveLength(7)
  })
})

describe('the record of a take-over', () => {
  it('of another instance is refused, by its id or by the sort of the key', async () => {
    await using first = await openClerkScene()
    expect((await first.bellhop(ALL)).code).toBe(0)
    const record = ['--record', first.recordFile]
    await using other = await openClerkScene({ instanceId: 'ins_other', templates: [] })
    const { code, stderr } = await other.bellhop([...ALL, ...record])
    expect(code).toBe(2)
    expect(stderr[0]).toContain('is the record of ins_test (development, key sk_test_…), but')
    expect(stderr[0]).toContain('CLERK_SECRET_KEY belongs to ins_other')
    await using live = await openClerkScene({ secretKey: 'sk_live_aFakeKeyForTests' })
    const found = await live.bellhop([...ALL, ...record])
    expect(found.code).toBe(2)
    expect(found.stderr.join()).toContain('--record clerk-delivery.production.json')
    expect(live.clerk.deliveredByYou()).toEqual([])
  })

  it('that cannot be used stops everything before the first switch', async () => {
    await using scene = await openClerkScene()
    await writeFile(scene.recordFile, '{"templates": [')
    const { code, all } = await scene.bellhop(ALL)
    expect(code).toBe(2)
    expect(all).toContain('is not a record of Bellhop')
    expect(scene.clerk.deliveredByYou()).toEqual([])
  })

  it('that cannot be written stops everything before the first switch', async () => {
    await using scene = await openClerkScene()
    const record = join(scene.folder, 'no-such-folder', 'record.json')
    const { code, all } = await scene.bellhop([...ALL, '--record', record])
    expect(code).toBe(1)
    expect(all).toContain('cannot be written (ENOENT)')
    expect(all).toContain('Switched: nothing.')
    expect(scene.clerk.deliveredByYou()).toEqual([])
  })

  it('that cannot be written after a switch is said, and the switch counts', async () => {
    await using scene = await openClerkScene()
    const folder = join(scene.folder, 'gone')
    await mkdir(folder)
    const file = join(folder, 'record.json')
    scene.clerk.faults.when((request) => {
      if (request.method !== 'POST') return null
      return { kind: 'slow', wait: breakFolder() }
    })
    const breakFolder = async () => {
      // In the way of the file that is written first, also for root.
      await mkdir(`${file}.new`, { recursive: true })
    }
    const { code, stderr } = await scene.bellhop([...ALL, '--record', file])
    expect(code).toBe(1)
    expect(stderr[0]).toBe('Switched: email password_changed.')
    expect(stderr.join()).toContain('record.json cannot be written (EISDIR)')
  })
})

it('a key whose instance no signing secret is bound to is refused', async () => {
  await using scene = await openClerkScene()
  const bound = (id: string) => [`whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw@${id}`]
  const clerk = { secretKey: scene.clerk.secretKey, apiUrl: scene.clerk.url, templatesDir: '' }
  const run = (id: string) =>
    scene.bellhop(ALL, {
      settings: { url: scene.service.url, clerk, signingSecrets: bound(id) },
    })
  const { code, stderr } = await run('ins_other')
  expect(code).toBe(2)
  expect(stderr[0]).toContain('belongs to ins_test, but the signing secrets are bound to ins_other')
  expect(scene.clerk.deliveredByYou()).toEqual([])
  expect((await run('ins_test')).code).toBe(0)
})
