import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openVault } from '../../src/runtime/encryption.ts'

const key = () => randomBytes(32).toString('base64')

describe('the vault', () => {
  it('gives back what was put in, and shows nothing of it', () => {
    const vault = openVault([key()])
    const text = 'otp 123456, für Ada 王 \ud83d\ude00'
    const sealed = vault.seal(text)
    expect(sealed).not.toContain('123456')
    expect(vault.seal(text)).not.toBe(sealed)
    expect(vault.open(sealed)).toBe(text)
    expect(vault.open(vault.seal(''))).toBe('')
  })

  it('opens with an older key what a newer one no longer seals', () => {
    const [older, newer] = [key(), key()]
    const sealed = openVault([older]).seal('secret')
    expect(openVault([newer, older]).open(sealed)).toBe('secret')
    expect(openVault([newer, older]).seal('x').slice(0, 18)).toBe(
      openVault([newer]).seal('x').slice(0, 18),
    )
  })

  it('says which key is missing, and nothing of what it holds', () => {
    const sealed = openVault([key()]).seal('secret')
    expect(() => openVault([key()]).open(sealed)).toThrow(/ENCRYPTION_KEY lacks the key [\da-f]{8}/)
  })

  it('does not open what was changed', () => {
    const vault = openVault([key()])
    const sealed = vault.seal('secret')
    const bytes = Buffer.from(sealed.split(':').at(-1) ?? '', 'base64')
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)
    const head = sealed.slice(0, sealed.lastIndexOf(':') + 1)
    expect(() => vault.open(head + bytes.toString('base64'))).toThrow()
  })

  it('leaves alone what was stored before there was a key, and everything without one', () => {
    expect(openVault([key()]).open('{"plain":1}')).toBe('{"plain":1}')
    expect(openVault([]).seal('text')).toBe('text')
  })
})
