/** A way to sign in that has a name in every language. */
export type KnownMethod =
  | 'password'
  | 'email_code'
  | 'email_link'
  | 'phone_code'
  | 'passkey'
  | 'authenticator'
  | 'backup_code'

/** How somebody signed in, read from Clerk's English words or from the name of a strategy. */
export type SignInMethod =
  | { readonly kind: 'known'; readonly method: KnownMethod }
  /** With an account elsewhere. */
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'other' }

const FORMS: Readonly<Record<KnownMethod, RegExp>> = {
  password: /^password$/,
  email_code: /^email (?:verification |one-time )?(?:code|otp)$/,
  email_link: /^(?:email (?:verification )?|magic )link$/,
  phone_code: /^(?:phone|sms|text message) (?:verification )?(?:code|otp)$/,
  passkey: /^passkeys?$/,
  authenticator: /^(?:totp|authenticator (?:app|application|code))$/,
  backup_code: /^backup code$/,
}

// As they write their own names.
const PROVIDERS = new Map(
  [
    'Apple, Atlassian, Bitbucket, Box, Coinbase, Discord, Dropbox, Facebook, GitHub, GitLab, Google',
    'HubSpot, Hugging Face, LINE, Linear, LinkedIn, Microsoft, Notion, Slack, Spotify, TikTok, Twitch',
    'Twitter, Vercel, X, Xero',
  ]
    .flatMap((names) => names.split(', '))
    .map((name) => [name.toLowerCase(), name]),
)

const WITH_PROVIDER = /^(?:(?:sign in|signed in|continue|log in) with |(?:from )?oauth )?(.+?)(?: oauth)?$/

export function signInMethodOf(text: string | undefined): SignInMethod {
  const words = (text ?? '').replaceAll('_', ' ').toLowerCase()
  for (const [method, form] of Object.entries(FORMS)) {
    if (form.test(words)) return { kind: 'known', method: method as KnownMethod }
  }
  const provider = PROVIDERS.get(WITH_PROVIDER.exec(words)?.[1] ?? '')
  return provider ? { kind: 'provider', provider } : { kind: 'other' }
}
