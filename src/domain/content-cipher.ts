/** Keeps what must be stored for a while from being read in the database. */
export interface Vault {
  /** Text of any kind to text. The same text is sealed differently each time. */
  seal(text: string): string
  /** The text, also when it was stored without a key. Throws when none of the keys opens it. */
  open(stored: string): string
  /** How sealed texts begin that one of the keys opens. */
  readonly opens: readonly string[]
}

/** JSON as it is stored: as it is, or sealed. */
export type Sealable<Value> = Value | { readonly sealed: string }

/** Without a key everything is stored as it is. */
export const GLASS_VAULT: Vault = {
  seal: (text) => text,
  open: (stored) => stored,
  opens: [],
}

export function sealJson<Value>(vault: Vault, value: Value): Sealable<Value> {
  return vault === GLASS_VAULT ? value : { sealed: vault.seal(JSON.stringify(value)) }
}

export function openJson<Value extends object>(
  vault: Pick<Vault, 'open'>,
  stored: Sealable<Value>,
): Value {
  return 'sealed' in stored ? JSON.parse(vault.open(String(stored.sealed))) : stored
}
