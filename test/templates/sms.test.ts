import { describe, expect, it } from 'vitest'
import type { RenderedSms } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'

describe('the SMS', () => {
  const sms = async (
    slug: string | null,
    variables: Record<string, unknown>,
    overrides = {},
    example = false,
  ) =>
    (await createRenderer(overrides).render({
      channel: 'sms',
      slug,
      locale: 'en',
      example,
      content: { variables, clerk: { text: 'From Clerk' } },
    })) as RenderedSms

  it('names the app and ends with the line that binds the code to the site', async () => {
    const written = await sms(
      'verification_code',
      { otp_code: '123456', app: { name: 'Acme' } },
      { appOrigin: 'https://app.acme.dev:8443' },
    )
    expect(written.body).toBe('123456 is your Acme verification code.\n\n@app.acme.dev #123456')
    expect(written).toMatchObject({ template: 'verification_code', fallback: null, code: '123456' })
  })

  it('does without a name and without a site', async () => {
    expect((await sms('verification_code', { otp_code: '123456' })).body).toBe(
      '123456 is your verification code.',
    )
  })

  it('keeps the bound line last when it is an example', async () => {
    const { body } = await sms(
      'verification_code',
      { otp_code: '123456' },
      { appOrigin: 'https://a.dev' },
      true,
    )
    expect(body).toMatch(/^\[Test\] 123456/)
    expect(body).toMatch(/\n@a\.dev #123456$/)
  })

  it("is Clerk's own when ours cannot be written", async () => {
    const overrides = { appOrigin: 'no address' }
    expect(await sms('verification_code', { otp_code: '123456' }, overrides)).toMatchObject({
      body: 'From Clerk',
      fallback: 'template_error',
    })
  })

  it.each([
    ['verification_code', {}, 'missing_variable'],
    ['verification_code', { otp_code: '12 34' }, 'missing_variable'],
    ['reset_password_code', { otp_code: '123456' }, 'unknown_slug'],
    ['password_changed', {}, 'unknown_slug'],
    [null, {}, 'unknown_slug'],
  ])("is Clerk's own for %s", async (slug, variables, fallback) => {
    expect(await sms(slug, variables)).toMatchObject({
      body: 'From Clerk',
      template: 'clerk',
      fallback,
    })
  })
})
