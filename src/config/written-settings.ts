/**
 * The settings of `bellhop.config.ts` and `createBellhop`, as you write them; all are optional.
 * `docs/settings.md` describes each.
 *
 * @example
 * const settings: SettingsFile = { from: 'Acme <login@auth.acme.com>', brand: { name: 'Acme' } }
 */
export interface SettingsFile {
  /**
   * How messages look.
   *
   * @example { name: 'Acme', logo: './brand/logo.png', colors: { primary: '#335bf1' } }
   */
  brand?: BrandSettings | undefined
  /**
   * The sender of emails. `*` before the @ stands for the name that Clerk's template has for its sender.
   *
   * @example 'Acme <login@auth.acme.com>'
   */
  from?: string | undefined
  /**
   * Where answers to emails go.
   *
   * @example 'help@acme.com'
   */
  replyTo?: string | undefined
  /**
   * Settings by Clerk instance. The general ones fill in what is missing.
   *
   * @example { ins_2abc: { name: 'Staging', mark: '[Staging]' } }
   */
  instances?: Record<string, InstanceSettings> | undefined
  /**
   * Rules by channel and slug.
   *
   * @example { email: { invitation: { use: 'clerk' } }, sms: { passkey_added: { use: 'off' } } }
   */
  messages?: MessageSettings | undefined
  /**
   * How much one recipient and one range of numbers get, and which countries get SMS.
   *
   * @example { codes: '5/10m,20/1d', smsCountries: ['US', 'CA'] }
   */
  limits?: LimitSettings | undefined
  /**
   * Your own React component for a slug.
   *
   * @example { welcome: () => import('./emails/welcome.tsx') }
   */
  templates?: Record<string, () => Promise<unknown>> | undefined
  /**
   * A folder with `<language>.json`, which replaces texts key by key.
   *
   * @example './brand/words'
   */
  words?: string | undefined
  /**
   * The only languages to write in.
   *
   * @example ['en', 'de']
   */
  locales?: string[] | undefined
}

/** How messages look, and what they say about your app. */
interface BrandSettings {
  /** The name of your app. */
  name?: string | undefined
  /** The name in SMS, at most 20 characters. */
  smsName?: string | undefined
  /** The hash by which Android gives an SMS to your app, 11 characters. */
  smsAppHash?: string | undefined
  /** The address of your app. SMS codes are bound to its host. */
  appUrl?: string | undefined
  /** A file of the project, or an https address. */
  logo?: string | LogoSettings | undefined
  /** As hex, such as `#335bf1`. */
  colors?: { primary?: string | undefined; buttonText?: string | undefined } | undefined
  /** Fonts as CSS lists them, such as `Inter, Arial, sans-serif`. */
  fontStack?: string | undefined
  /** Where readers get help: an email address. */
  supportEmail?: string | undefined
  /** Where readers get help: a page. */
  supportUrl?: string | undefined
  /** The page of your app where people manage their account. */
  accountUrl?: string | undefined
  /** Your postal address, in the footer. */
  address?: string | undefined
  /** Links in the footer, at most six. */
  links?: { label: string; url: string }[] | undefined
  /** The last lines of every email. */
  footer?: string | undefined
}

interface LogoSettings {
  src: string
  /** Shown on a dark background. */
  dark?: string | undefined
  /** In pixels. */
  width?: number | undefined
  /** In pixels. */
  height?: number | undefined
}

/** The settings of one Clerk instance. */
interface InstanceSettings {
  /** A name for people. */
  name?: string | undefined
  /** Stands before subjects and SMS in the place of Clerk's `[Development]`. */
  mark?: string | undefined
  brand?: BrandSettings | undefined
  from?: string | undefined
  replyTo?: string | undefined
  messages?: MessageSettings | undefined
  limits?: LimitSettings | undefined
}

/** Rules by slug. */
interface MessageSettings {
  email?: Record<string, EmailRule> | undefined
  sms?: Record<string, MessageRule> | undefined
}

interface MessageRule {
  /** Our template or yours, Clerk's own text, or nothing at all. */
  use?: 'own' | 'clerk' | 'off' | undefined
  /** How long the message is worth sending, from `30s` to `366d`. */
  lifetime?: string | undefined
  /** Whose messages go first. */
  priority?: 'code' | 'link' | 'notice' | 'welcome' | undefined
}

interface EmailRule extends MessageRule {
  from?: string | undefined
  replyTo?: string | undefined
  /** Gets a copy. */
  bcc?: string | undefined
  /** Such as `{otp_code} is your code for {app}`. */
  subject?: string | undefined
}

/** Each is `off`, or a list such as `5/10m,20/1d`: 5 in 10 minutes and 20 in a day. */
interface LimitSettings {
  /** Codes and links to one recipient, on one channel. */
  codes?: string | undefined
  /** Other messages of one slug to one recipient, on one channel. */
  notices?: string | undefined
  /** Different numbers of one range that is new. */
  smsNewRange?: string | undefined
  /** Different numbers of one range that got SMS before. */
  smsKnownRange?: string | undefined
  /** The only countries that get SMS, such as `['US', 'CA']`. */
  smsCountries?: string[] | undefined
}
