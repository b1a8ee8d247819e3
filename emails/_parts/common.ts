import { handedOver } from '../_preview/handed-over.ts'

/** The name, logo and colours of the app. */
export interface Brand {
  /** Empty if the name is not known. */
  readonly appName: string
  readonly appUrl?: string
  /** The address of an image. */
  readonly logo?: string
  /** The logo on a dark background. */
  readonly logoDark?: string
  /** In pixels. */
  readonly logoWidth?: number
  readonly logoHeight?: number
  /** `#rrggbb` */
  readonly primaryColor: string
  readonly buttonTextColor: string
  /** The primary colour is hardly visible on the card, in the light or in the dark version. */
  readonly fadesOnLight: boolean
  readonly fadesOnDark: boolean
  /** Where readers get help. */
  readonly supportEmail?: string
  readonly supportUrl?: string
  /** The page where readers manage their account. */
  readonly accountUrl?: string
  /** The postal address of the sender. */
  readonly address?: string
  readonly links?: readonly { readonly label: string; readonly url: string }[]
  /** The last lines of every email. */
  readonly footer?: string
  /** The fonts, as CSS writes them. */
  readonly fontStack?: string
}

/** The props that every template gets, besides its own variables. */
export interface Common {
  readonly brand: Brand
  /** A language tag (BCP 47) that has a catalogue in `src/templates/locales/`. */
  readonly locale: string
  /** Whether codes may appear in the subject and in notifications. */
  readonly codeInSubject: boolean
  /** `[Development]` for a message of a development instance, or the operator's own. The renderer also adds it to the subject. */
  readonly mark?: string
  /** The address of the reader. */
  readonly to?: string
}

/** The props of previews. Change `locale` in the props panel to see another language. */
export const PREVIEW: Common = {
  brand: handedOver<Brand>() ?? {
    appName: 'Acme',
    appUrl: 'https://acme.com',
    primaryColor: '#335bf1',
    buttonTextColor: '#ffffff',
    fadesOnLight: false,
    fadesOnDark: false,
    supportEmail: 'help@acme.com',
  },
  to: 'ada@acme.com',
  locale: 'en',
  codeInSubject: true,
}
