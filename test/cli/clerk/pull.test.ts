import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ClerkScene, openClerkScene } from '../../support/clerk-scene.ts'
import { wireTemplate } from '../../support/clerk-wire-templates.ts'

describe('clerk pull', () => {
  let scene: ClerkScene
  beforeEach(async () => {
    scene = await openClerkScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  const file = (path: string) => readFile(join(scene.folder, 'clerk-templates', path), 'utf8')

  it('writes subject and body of the customised templates, and of no others', async () => {
    const put = await fetch(`${scene.clerk.url}/v1/templates/sms/verification_code`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${scene.clerk.secretKey}` },
      body: JSON.stringify({ name: 'Code', body: '{{otp_code}} is yours' }),
    })
    expect(put.status).toBe(200)
    const { code, stdout, stderr } = await scene.bellhop(['pull'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] })
    expect(await file('email/password_changed.subject.txt')).toBe(
      'Hello {{greeting_name}}, your password was changed\n',
    )
    expect(await file('email/password_changed.html')).toContain('{{#if greeting_name}}')
    expect(await file('sms/verification_code.txt')).toBe('{{otp_code}} is yours')
    expect(await readdir(join(scene.folder, 'clerk-templates', 'email'))).toHaveLength(2)
    expect(stdout.slice(1)).toEqual(
      [
        'email/password_changed.subject.txt',
        'email/password_changed.html',
        'sms/verification_code.txt',
      ].map((path) => join(scene.folder, 'clerk-templates', path)),
    )
  })

  it('writes to another folder, replaces earlier files and names those that it leaves', async () => {
    const folder = join(scene.folder, 'other')
    await mkdir(join(folder, 'email'), { recursive: true })
    await writeFile(join(folder, 'email', 'password_changed.html'), 'old')
    await writeFile(join(folder, 'email', 'invitation.html'), 'old')
    const { code, stdout } = await scene.bellhop(['pull', '--folder', folder])
    expect(code).toBe(0)
    expect(await readFile(join(folder, 'email', 'password_changed.html'), 'utf8')).not.toBe('old')
    expect(stdout.at(-1)).toBe(
      `${join(folder, 'email/invitation.html')}: not of this pull. Remove it if you do not need it.`,
    )
  })

  it('says so if nothing was customised', async () => {
    scene.clerk.change('email', 'password_changed', { can_revert: false })
    const { code, stdout } = await scene.bellhop(['pull'])
    expect(code).toBe(0)
    expect(stdout.at(-1)).toBe('No template was customised at Clerk, so there is nothing to pull.')
  })

  it('reads the body of a template that the list leaves out', async () => {
    scene.clerk.change('email', 'password_changed', { body: '' })
    scene.clerk.faults.when(({ path }) => {
      if (path.endsWith('/email/password_changed')) {
        scene.clerk.change('email', 'password_changed', { body: '<p>full</p>' })
      }
      return null
    })
    await scene.bellhop(['pull'])
    expect(await file('email/password_changed.html')).toBe('<p>full</p>')
  })

  it('goes on after a template that was removed meanwhile, and says so', async () => {
    scene.clerk.change('email', 'password_changed', { body: '' })
    scene.clerk.change('sms', 'verification_code', { can_revert: true })
    scene.clerk.faults.when(({ path }) => {
      if (path.endsWith('/email/password_changed')) scene.clerk.remove('email', 'password_changed')
      return null
    })
    const { code, stdout, stderr } = await scene.bellhop(['pull'])
    expect(code).toBe(0)
    expect(stderr).toEqual(['email password_changed: Clerk does not have it any more.'])
    expect(stdout.at(-1)).toMatch(/sms\/verification_code\.txt$/)
  })

  it('writes no file whose name leads out of the folder', async () => {
    const templates = [wireTemplate('email', '../../evil', [], { can_revert: true })]
    await using other = await openClerkScene({ templates })
    const { code, stderr } = await other.bellhop(['pull'])
    expect(code).toBe(0)
    expect(stderr.join()).toContain('cannot be the name of a file')
    expect(await readdir(other.folder)).toEqual([])
  })

  it('says which template could not be written', async () => {
    await writeFile(join(scene.folder, 'clerk-templates'), 'in the way')
    const { code, stderr } = await scene.bellhop(['pull'])
    expect(code).toBe(1)
    expect(stderr[0]).toMatch(/^email password_changed cannot be written to .*\. 0 files were/)
    expect(stderr[1]).toContain('--folder')
  })
})
