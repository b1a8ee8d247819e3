import { describe, expect, it } from 'vitest'
import { SECRET } from '../support/bellhop.ts'
import { type ClerkServer, openClerkServer } from '../support/clerk-server.ts'
import { useDoctorScene } from '../support/doctor-scene.ts'

const ID = 'clerk.templates'
const SWITCHED = { delivered_by_clerk: false }

describe('the check clerk.templates', () => {
  const scene = useDoctorScene()

  it('says that Clerk delivers all', async () => {
    await scene.finds(ID, 'ok', /^Clerk delivers all 7 templates, and Bellhop none\.$/)
  })

  it('names those that Clerk still delivers', async () => {
    for (const slug of ['verification_code', 'magic_link_sign_in', 'invitation']) {
      scene.clerk.change('email', slug, SWITCHED)
    }
    await scene.finds(
      ID,
      'ok',
      /^You deliver 3 of 7 templates\. Clerk still delivers email password_changed, email someone_tried_to_sign_up, SMS verification_code, SMS password_changed\.$/,
    )
  })

  it('warns of variables that our template needs and Clerk does not have', async () => {
    const fields = { ...SWITCHED, available_variables: ['app.name'] }
    scene.clerk.change('email', 'verification_code', fields)
    await scene.finds(
      ID,
      'warn',
      /^Bellhop sends Clerk's own text for email verification_code: .* needs otp_code,/,
    )
  })

  it('says nothing about variables of templates that Clerk delivers', async () => {
    scene.clerk.change('email', 'verification_code', { available_variables: ['app.name'] })
    await scene.finds(ID, 'ok', /delivers all 7/)
  })

  it('fails if messages of a production instance are only captured', async () => {
    await changeKey(scene.clerk, 'sk_live_clerk')
    scene.clerk.change('sms', 'verification_code', SWITCHED)
    delete scene.env.TWILIO_FROM
    for (const name of Object.keys(scene.env).filter((each) => each.startsWith('TWILIO_'))) {
      delete scene.env[name]
    }
    scene.env.SMS_TRANSPORT = 'capture'
    await scene.finds(ID, 'fail', /^Nobody sends SMS verification_code: the service captures SMS/)
  })

  it('is left out if Clerk refuses the key, which clerk.api says', async () => {
    scene.env.CLERK_SECRET_KEY = 'sk_test_other'
    await scene.finds(ID, 'skipped', /does not accept the secret key/)
  })

  it('is left out without a key', async () => {
    delete scene.env.CLERK_SECRET_KEY
    await scene.finds(ID, 'skipped', /CLERK_SECRET_KEY is not set/)
  })

  it.each<[string, number, RegExp]>([
    ['does not wait if Clerk has too many requests', 429, /too many requests \(429\)/],
    ['warns if Clerk no longer has this part of its API', 410, /no longer has this part/],
    ['warns if Clerk has an error', 500, /error of its own/],
  ])('%s', async (_, status, message) => {
    scene.clerk.faults.when(({ path }) =>
      path.startsWith('/v1/templates') ? { kind: 'answer', status } : null,
    )
    await scene.finds(ID, 'warn', message)
  })

  it('never fails because of a template that was removed meanwhile', async () => {
    scene.clerk.change('email', 'invitation', SWITCHED)
    scene.clerk.remove('email', 'invitation')
    await scene.finds(ID, 'ok', /delivers all 6/)
  })

  it('shows no key', async () => {
    await scene.doctor()
    expect(scene.stdout.join('\n')).not.toContain('sk_test_clerk')
    expect(scene.stdout.join('\n')).not.toContain(SECRET)
  })

  /** Another instance of Clerk, with this key. */
  async function changeKey(before: ClerkServer, secretKey: string): Promise<void> {
    await before.close()
    scene.clerk = await openClerkServer({ secretKey, instanceId: 'ins_acme' })
    Object.assign(scene.env, { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: scene.clerk.url })
  }
})

describe('the check clerk.templates, with a settings file', () => {
  const scene = useDoctorScene()

  it('warns of messages that the settings switch off', async () => {
    scene.file = { messages: { email: { invitation: { use: 'off' } } } }
    scene.clerk.change('email', 'invitation', SWITCHED)
    await scene.finds(
      ID,
      'warn',
      /^Nobody sends email invitation: messages\.email\.invitation\.use/,
    )
  })

  it('is content with messages that the settings leave in the words of Clerk', async () => {
    scene.file = { messages: { email: { invitation: { use: 'clerk' } } } }
    scene.clerk.change('email', 'invitation', SWITCHED)
    await scene.finds(ID, 'ok', /^You deliver 1 of 7/)
  })

  it('warns of a template of the settings that throws', async () => {
    scene.file = {
      templates: {
        invitation: () => {
          throw new Error('no such prop')
        },
      },
    }
    scene.clerk.change('email', 'invitation', SWITCHED)
    await scene.finds(ID, 'warn', /own text for email invitation: Bellhop's template fails: /)
  })
})
