import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../../support/bellhop.ts'
import { emailCreated, smsCreated } from '../../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../../support/engines.ts'

describe('the outbox and the templates that were pulled from Clerk', () => {
  let home: TestDatabase
  let folder: string
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    folder = await mkdtemp(join(tmpdir(), 'bellhop-pulled-'))
    await mkdir(join(folder, 'email'))
    await mkdir(join(folder, 'sms'))
    await writeFile(join(folder, 'email', 'verification_code.subject.txt'), 'Code {{otp_code}}\n')
    await writeFile(
      join(folder, 'email', 'verification_code.html'),
      '<p>{{app.name}}: <b>{{otp_code}}</b> {{#if x}}<img src="https://evil.example/x.png">',
    )
    await writeFile(join(folder, 'sms', 'verification_code.txt'), '{{otp_code}} is <yours>')
    bellhop = await startBellhop(home, { CLERK_TEMPLATES_DIR: folder })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  async function captured(event: unknown): Promise<string> {
    const { answer } = await bellhop.post(event)
    await bellhop.reaches(answer.messageId, 'sent')
    return String(answer.messageId)
  }
  const page = async (path: string) => (await bellhop.get(path)).text()

  it('shows an email beside ours, with its variables and without scripts and pictures', async () => {
    const data = { otp_code: '161803', app: { name: 'A <script>' } }
    const id = await captured(emailCreated({ data }))
    const shown = await page(`/outbox/${id}?view=pulled`)
    expect(shown).toContain('Beside the pulled')
    expect(shown).toContain('Pulled from Clerk')
    expect(shown).toContain('Code 161803')
    expect(shown).toContain(`src="/outbox/${id}/html?of=pulled"`)
    const frame = await bellhop.get(`/outbox/${id}/html?of=pulled`)
    expect(frame.headers.get('content-security-policy')).toContain('sandbox')
    const html = await frame.text()
    expect(html).toContain('<p>A &#60;script&#62;: <b>161803</b> {{#if x}}')
    expect(html).not.toContain('evil.example')
    expect(await page(`/outbox/${id}/html?of=pulled&images=1`)).toContain('evil.example')
  })

  it('shows an SMS beside ours', async () => {
    const id = await captured(smsCreated({ data: { otp_code: '271828' } }))
    expect(await page(`/outbox/${id}?view=pulled`)).toContain('271828 is &lt;yours&gt;')
    expect((await bellhop.get(`/outbox/${id}/html?of=pulled`)).status).toBe(404)
  })

  it('has no such view where there is no template', async () => {
    for (const slug of ['invitation', '../email/verification_code', null]) {
      const id = await captured(emailCreated({ slug, data: { action_url: 'https://a.dev/x' } }))
      const shown = await page(`/outbox/${id}?view=pulled`)
      expect(shown).not.toContain('Beside the pulled')
      expect(shown).toContain('title="The email"')
      expect((await bellhop.get(`/outbox/${id}/html?of=pulled`)).status).toBe(404)
    }
  })
})
