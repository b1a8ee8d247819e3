import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { useDoctorScene } from '../support/doctor-scene.ts'
import { freePort } from '../support/free-port.ts'
import { openSmtpServer, SMTP_LOGIN, type TestSmtpServer } from '../support/smtp-server.ts'
import { smtpUrlTo } from '../support/smtp-url.ts'

describe('bellhop doctor, with SMTP', () => {
  const scene = useDoctorScene()
  let server: TestSmtpServer

  beforeEach(async () => {
    server = await openSmtpServer()
    Object.assign(scene.env, { EMAIL_TRANSPORT: 'smtp', SMTP_URL: smtpUrlTo(server.port) })
  })
  afterEach(() => server.close())

  async function statuses(): Promise<Record<string, Finding['status']>> {
    await scene.doctor('--json')
    const findings = scene.stdout.map((line) => JSON.parse(line) as Finding)
    return Object.fromEntries(findings.map(({ id, status }) => [id, status]))
  }

  it('goes through a dialogue in which everything is right, and sends nothing', async () => {
    expect(await statuses()).toMatchObject({
      'smtp.connection': 'ok',
      'smtp.login': 'ok',
      'smtp.sender': 'ok',
      'resend.key': 'skipped',
      'resend.domain': 'skipped',
    })
    expect(server.arrived).toEqual([])
    expect(server.commands).not.toContain('DATA')
    await expect.poll(() => server.open()).toBe(0)
  })

  it('says whether the connection has TLS', async () => {
    await scene.finds('smtp.connection', 'ok', /with TLS/)
  })

  it('skips the login if there is none', async () => {
    scene.env.SMTP_URL = `smtp://127.0.0.1:${server.port}`
    await scene.finds('smtp.login', 'skipped', /no user/)
  })

  it('finds that nothing listens, and skips what comes later', async () => {
    scene.env.SMTP_URL = smtpUrlTo(await freePort())
    const found = await statuses()
    expect(found).toMatchObject({
      'smtp.connection': 'fail',
      'smtp.login': 'skipped',
      'smtp.sender': 'skipped',
    })
  })

  it.each<[string, string, RegExp, () => void]>([
    [
      'a server that serves nobody',
      'smtp.connection',
      /smtp_554/,
      () => server.failAlways({ at: 'GREETING', reply: '554 No service' }),
    ],
    [
      'a server that breaks off',
      'smtp.connection',
      /no_answer/,
      () => server.failAlways({ at: 'EHLO', ends: 'broken' }),
    ],
    [
      'a server without a working TLS',
      'smtp.connection',
      /smtp_454/,
      () => server.failAlways({ at: 'STARTTLS', reply: '454 4.7.0 No TLS today' }),
    ],
    [
      'a wrong password',
      'smtp.login',
      /smtp_535/,
      () => {
        scene.env.SMTP_URL = `smtp://user:wrong@127.0.0.1:${server.port}`
      },
    ],
    [
      'a sender that is refused',
      'smtp.sender',
      /auth\.acme\.dev \(smtp_553_5\.7\.1: Not yours/,
      () => server.failAlways({ at: 'MAIL', reply: '553 5.7.1 Not yours <login@auth.acme.dev>' }),
    ],
  ])('finds %s', async (_, id, message, change) => {
    change()
    await scene.finds(id, 'fail', message)
    const output = [...scene.stdout, ...scene.stderr].join('\n')
    for (const secret of [SMTP_LOGIN.password, SMTP_LOGIN.user, 'wrong', 'login@auth']) {
      expect(output).not.toContain(secret)
    }
  })

  it('still checks DMARC', async () => {
    await scene.finds('dns', 'skipped', /DMARC is there/)
    scene.zone.txt.delete('_dmarc.acme.dev')
    scene.stdout = []
    await scene.finds('dns', 'warn', /no DMARC/)
  })

  it('sends one real email on request', async () => {
    await scene.doctor('--json', '--send-to', 'me@acme.dev')
    const findings = scene.stdout.map((line) => JSON.parse(line) as Finding)
    expect(findings.find(({ id }) => id === 'send.email')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('cannot say whether it arrived'),
    })
    expect(server.arrived.map(({ to }) => to)).toEqual([['me@acme.dev']])
    // The command can end.
    await expect.poll(() => server.open()).toBe(0)
  })
})
