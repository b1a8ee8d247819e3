/** Encrypts contents and request bodies, so that they cannot be read in the database. */
export interface ContentCipher {
  /** Encrypting the same text twice gives two different results. */
  encrypt(text: string): string
  /** Returns a text that was stored without a key as it is. Throws if the key of the text is missing. */
  decrypt(stored: string): string
  /** How the encrypted texts begin that can be decrypted with one of the keys. */
  readonly readablePrefixes: readonly string[]
}

/** JSON as it is stored: as it is, or encrypted. */
export type Encryptable<Value> = Value | { readonly sealed: string }

/** Without a key everything is stored as it is. */
export const NO_ENCRYPTION: ContentCipher = {
  encrypt: (text) => text,
  decrypt: (stored) => stored,
  readablePrefixes: [],
}

export function encryptJson<Value>(cipher: ContentCipher, value: Value): Encryptable<Value> {
  return cipher === NO_ENCRYPTION ? value : { sealed: cipher.encrypt(JSON.stringify(value)) }
}

export function decryptJson<Value extends object>(
  cipher: Pick<ContentCipher, 'decrypt'>,
  stored: Encryptable<Value>,
): Value {
  return 'sealed' in stored ? JSON.parse(cipher.decrypt(String(stored.sealed))) : stored
}
