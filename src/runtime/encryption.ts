import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { type ContentCipher, NO_ENCRYPTION } from '../domain/content-cipher.ts'

// AES-256-GCM with a random nonce of 96 bits, as in NIST SP 800-38D. The stored text names its key, so
// that keys can be changed while older ones are still needed.
const PREFIX = 'sealed:v1:'

/** Each of the `keys` has 32 bytes, in base64. The first one encrypts, all of them decrypt. */
export function createContentCipher(keys: readonly string[]): ContentCipher {
  const keysById = new Map(
    keys.map((key) => {
      const bytes = Buffer.from(key, 'base64')
      return [createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes] as const
    }),
  )
  const [first] = keysById
  if (!first) return NO_ENCRYPTION
  const [keyId, key] = first
  return {
    readablePrefixes: [...keysById.keys()].map((id) => `${PREFIX}${id}:`),
    encrypt(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const encrypted = [cipher.update(text, 'utf8'), cipher.final()]
      const bytes = Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted])
      return `${PREFIX}${keyId}:${bytes.toString('base64')}`
    },
    decrypt(stored) {
      // It was stored before there was a key.
      if (!stored.startsWith(PREFIX)) return stored
      const [id = '', data = ''] = stored.slice(PREFIX.length).split(':')
      const known = keysById.get(id)
      if (!known) {
        throw new Error(`ENCRYPTION_KEY lacks the key ${id}: add it after the first one.`)
      }
      const bytes = Buffer.from(data, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', known, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
