import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useDoctorScene } from '../support/doctor-scene.ts'

describe('from Clerk to Bellhop and back, with the real checks', () => {
  const scene = useDoctorScene()
  let folder: string
  let record: string[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-way-'))
    record = ['--record', join(folder, 'clerk-delivery.json')]
  })
  afterEach(() => rm(folder, { recursive: true }))

  const takeOver = (...more: string[]) =>
    scene.bellhop('clerk', 'take-over', '--all', '--yes', ...record, ...more)
  const delivered = () => scene.clerk.deliveredByYou()

  it('switches all, which doctor then confirms, and gives all back', async () => {
    expect(await takeOver()).toBe(0)
    expect(delivered()).toHaveLength(7)
    await scene.finds('clerk.templates', 'ok', /^You deliver all 7 templates\.$/)
    expect(await scene.bellhop('clerk', 'give-back', '--all', ...record)).toBe(0)
    expect(delivered()).toEqual([])
  })

  it('switches nothing while a check fails, names all that fail, and goes on without them', async () => {
    scene.providers.twilio.account.status = 'suspended'
    scene.zone.mx.clear()
    expect(await takeOver()).toBe(1)
    expect(delivered()).toEqual([])
    expect(scene.stderr.at(-1)).toContain('--skip dns,twilio.account')
    expect(await takeOver('--skip', 'dns,twilio.account')).toBe(0)
    expect(delivered()).toHaveLength(7)
  })

  it('switches nothing with the key of an instance that the signing secret is not bound to', async () => {
    scene.env.CLERK_WEBHOOK_SIGNING_SECRET = `${scene.env.CLERK_WEBHOOK_SIGNING_SECRET}@ins_acme`
    scene.clerk.facts.id = 'ins_other'
    expect(await takeOver()).toBe(1)
    expect(delivered()).toEqual([])
    expect(scene.stderr.join('\n')).toMatch(/clerk\.api .*belongs to ins_other/)
  })

  it('does not stop because Clerk answered the checks with too many requests', async () => {
    let left = 3
    scene.clerk.faults.when(({ path }) =>
      path.startsWith('/v1/templates') && left-- > 0 ? { kind: 'answer', status: 429 } : null,
    )
    expect(await takeOver()).toBe(0)
    expect(delivered()).toHaveLength(7)
  })
})
