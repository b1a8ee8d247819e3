import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createContentCipher } from '../../src/runtime/encryption.ts'

const key = () => randomBytes(32).toString('base64')

describe('the content cipher', () => {
  it('decrypts what it encrypted, and the encrypted text shows nothing', () => {
    const cipher = createContentCipher([key()])
    const text = 'otp 123456, für Ada 王 \ud83d\ude00'
    const encrypted = cipher.encrypt(text)
    expect(encrypted).not.toContain('123456')
    expect(cipher.encrypt(text)).not.toBe(encrypted)
    expect(cipher.decrypt(encrypted)).toBe(text)
    expect(cipher.decrypt(cipher.encrypt(''))).toBe('')
  })

  it('decrypts with older keys, and encrypts only with the first one', () => {
    const [older, newer] = [key(), key()]
    const encrypted = createContentCipher([older]).encrypt('secret')
    expect(createContentCipher([newer, older]).decrypt(encrypted)).toBe('secret')
    expect(createContentCipher([newer, older]).encrypt('x').slice(0, 18)).toBe(
      createContentCipher([newer]).encrypt('x').slice(0, 18),
    )
  })

  it('names the missing key by its id only', () => {
    const encrypted = createContentCipher([key()]).encrypt('secret')
    expect(() => createContentCipher([key()]).decrypt(encrypted)).toThrow(
      /ENCRYPTION_KEY lacks the key [\da-f]{8}/,
    )
  })

  it('refuses a text that was changed', () => {
    const cipher = createContentCipher([key()])
    const encrypted = cipher.encrypt('secret')
    const bytes = Buffer.from(encrypted.split(':').at(-1) ?? '', 'base64')
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)
    const head = encrypted.slice(0, encrypted.lastIndexOf(':') + 1)
    expect(() => cipher.decrypt(head + bytes.toString('base64'))).toThrow()
  })

  it('returns a text as it is that was stored without a key', () => {
    expect(createContentCipher([key()]).decrypt('{"plain":1}')).toBe('{"plain":1}')
    expect(createContentCipher([]).encrypt('text')).toBe('text')
  })
})
