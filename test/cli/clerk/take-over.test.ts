import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Check, fail, ok } from '../../../src/doctor/check.ts'
import { type ClerkScene, openClerkScene } from '../../support/clerk-scene.ts'

const ALL = ['take-over', '--all', '--yes']

describe('clerk take-over', () => {
  let scene: ClerkScene
  beforeEach(async () => {
    scene = await openClerkScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  const switches = () =>
    scene.clerk.requests
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path.replace(/^\/v1\/templates\/|\/toggle_delivery$/g, ''))

  it('switches all templates, the safest first, and prints how to undo each', async () => {
    const { code, stdout, stderr } = await scene.bellhop(ALL)
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] })
    expect(switches()).toEqual([
      'email/password_changed',
      'email/someone_tried_to_sign_up',
      'sms/password_changed',
      'email/invitation',
      'email/magic_link_sign_in',
      'email/verification_code',
      'sms/verification_code',
    ])
    expect(scene.clerk.deliveredByYou()).toHaveLength(7)
    const undo = `bellhop clerk give-back --channel sms --slug verification_code --record ${scene.recordFile}`
    expect(stdout).toContain(`SMS verification_code: delivered by you. Undo: ${undo}`)
    expect(stdout.at(-1)).toMatch(
      /^7 templates are switched\. .* Undo all: bellhop clerk give-back --all/,
    )
  })

  it('keeps on record who delivered before', async () => {
    await scene.bellhop(['take-over', '--slug', 'invitation', '--yes'])
    expect(await scene.record()).toEqual({
      instance: 'ins_test',
      environment: 'development',
      templates: [
        {
          channel: 'email',
          slug: 'invitation',
          before: 'clerk',
          now: 'you',
          at: expect.stringMatching(/^20\d\d-.*Z$/),
        },
      ],
    })
  })

  it.each([
    [
      ['--slug', 'invitation', '--slug', 'magic_link_sign_in'],
      ['email/invitation', 'email/magic_link_sign_in'],
    ],
    [
      ['--channel', 'sms'],
      ['sms/password_changed', 'sms/verification_code'],
    ],
    [
      ['--slug', 'verification_code'],
      ['email/verification_code', 'sms/verification_code'],
    ],
    [['--slug', 'verification_code', '--channel', 'sms'], ['sms/verification_code']],
    [
      ['--channel', 'email', '--order', 'verification_code,link,invitation'],
      [
        'email/verification_code',
        'email/magic_link_sign_in',
        'email/invitation',
        'email/password_changed',
        'email/someone_tried_to_sign_up',
      ],
    ],
  ])('switches with %j only %j', async (options, expected) => {
    expect((await scene.bellhop(['take-over', '--yes', ...options])).code).toBe(0)
    expect(switches()).toEqual(expected)
  })

  it('waits until Clerk shows the switch', async () => {
    scene.clerk.showLate(3)
    const { code } = await scene.bellhop(['take-over', '--slug', 'invitation', '--yes'])
    expect(code).toBe(0)
    expect(scene.waits).toEqual([1_000, 1_000, 1_000])
  })

  it('says so if Clerk never shows the switch, and leaves it open on record', async () => {
    scene.clerk.showLate(1_000)
    const { code, all } = await scene.bellhop(ALL)
    expect(code).toBe(4)
    expect(all).toContain('Clerk has agreed to the switch, but does not show it.')
    expect(all).toContain('no clear answer: email password_changed')
    expect((await scene.record()).templates).toMatchObject([{ now: 'unknown' }])
    expect(switches()).toHaveLength(1)
  })

  it('changes nothing with --dry-run, and shows the plan', async () => {
    const { code, stdout } = await scene.bellhop(['take-over', '--all', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('To switch, in this order:')
    expect(stdout).toContain('  1. email password_changed: Bellhop sends its own template')
    expect(stdout).toContain("  2. email someone_tried_to_sign_up: Bellhop sends Clerk's text")
    expect(stdout.at(-1)).toBe('Nothing was switched, because of --dry-run.')
    expect(switches()).toEqual([])
    await expect(scene.record()).rejects.toThrow('ENOENT')
  })

  describe('asks', () => {
    it('and switches after a yes', async () => {
      const questions: string[] = []
      const ask = async (question: string) => {
        questions.push(question)
        return ' Yes'
      }
      const { code } = await scene.bellhop(['take-over', '--channel', 'sms'], { ask })
      expect(code).toBe(0)
      expect(questions).toEqual([
        'Switch 2 templates of ins_test (development, key sk_test_…) to Bellhop? Write yes: ',
      ])
      expect(switches()).toHaveLength(2)
    })

    it('and switches nothing after any other answer', async () => {
      const { code, stdout } = await scene.bellhop(['take-over', '--all'], { ask: async () => '' })
      expect(code).toBe(0)
      expect(stdout.at(-1)).toBe('Nothing was switched.')
      expect(switches()).toEqual([])
    })

    it('but needs --yes if nobody can answer', async () => {
      const { code, all } = await scene.bellhop(['take-over', '--all'])
      expect(code).toBe(2)
      expect(all).toContain('Pass --yes')
      expect(switches()).toEqual([])
    })
  })

  describe('runs the checks of doctor first', () => {
    const good: Check = { id: 'database', run: async () => ok('It answers.') }
    const failing: Check = { id: 'dns', run: async () => fail('No SPF.', 'Add it.') }

    it('and stops if one fails', async () => {
      const doctorChecks = async () => [good, failing]
      const { code, stderr, stdout } = await scene.bellhop(ALL, { doctorChecks })
      expect(code).toBe(1)
      expect(stderr[0]).toBe('fail     dns       No SPF. Add it.')
      expect(stdout).toEqual(['1 of 2 checks are good.'])
      expect(stderr).toContain('Checks failed: dns. Nothing was switched.')
      expect(scene.clerk.requests).toEqual([])
    })

    it('and goes on without those that are left out', async () => {
      const asked: string[] = []
      const doctorChecks = async (url: string) => {
        asked.push(url)
        return [good, failing]
      }
      const { code } = await scene.bellhop([...ALL, '--skip', 'dns,database'], { doctorChecks })
      expect(code).toBe(0)
      expect(asked).toEqual([scene.service.url])
      const { all } = await scene.bellhop([...ALL, '--skip', 'dsn'], { doctorChecks })
      expect(all).toContain('There is no check dsn.')
    })

    it('and shows the plan all the same with --dry-run', async () => {
      const doctorChecks = async () => [failing]
      const options = ['take-over', '--all', '--dry-run']
      const { code, stdout } = await scene.bellhop(options, { doctorChecks })
      expect(code).toBe(1)
      expect(stdout).toContain('To switch, in this order:')
    })
  })

  it.each([
    [['take-over'], 'It is not said which templates'],
    [['take-over', '--all', '--slug', 'invitation'], 'exclude each other'],
    [['take-over', '--slug', 'invitatoin', '--yes'], 'Clerk has no template invitatoin.'],
    [
      ['take-over', '--slug', 'invitation', '--channel', 'sms', '--yes'],
      'Clerk has no sms invitation.',
    ],
    [['take-over', '--all', '--yes', '--order', 'codes'], '--order codes is neither'],
    [['take-over', '--channel', 'fax'], 'email, sms'],
  ])('explains the problem of %j', async (argv, hint) => {
    const { code, all } = await scene.bellhop(argv)
    expect(code).toBe(2)
    expect(all).toContain(hint)
    expect(switches()).toEqual([])
  })

  it('says so if there is nothing to switch', async () => {
    await scene.bellhop(ALL)
    const { code, stdout } = await scene.bellhop(ALL)
    expect(code).toBe(0)
    expect(stdout.at(-1)).toBe('Nothing was switched.')
    expect(stdout.join()).toContain('Delivered by you already: email verification_code')
    expect(switches()).toHaveLength(7)
  })

  it('says so if the service has never heard of the instance', async () => {
    scene.service.lastEventAt = null
    const { all } = await scene.bellhop(['take-over', '--all', '--dry-run'])
    expect(all).toContain('has received no event of this instance from Clerk in the last 7 days')
  })

  it('switches nothing while the service hears nothing of Clerk, unless that is left out', async () => {
    scene.service.lastEventAt = null
    const { code, stderr } = await scene.bellhop(ALL)
    expect(code).toBe(1)
    expect(stderr.join('\n')).toMatch(
      /no event of this instance.* Nothing was switched\..*Send Example/s,
    )
    expect(switches()).toEqual([])
    const doctorChecks = async () => [{ id: 'clerk.events', run: async () => ok('Good.') }]
    const again = await scene.bellhop([...ALL, '--skip', 'clerk.events'], { doctorChecks })
    expect(again.code).toBe(0)
    expect(switches()).toHaveLength(7)
  })
})
