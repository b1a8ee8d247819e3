/** How the sender presents itself. */
export interface Brand {
  /** Empty where nobody told us the name. */
  readonly appName: string
  readonly appUrl?: string
  readonly logoUrl?: string
  /** `#rrggbb` */
  readonly primaryColor: string
  readonly buttonTextColor: string
  /** The primary colour can hardly be told from the card, in the light or in the dark version. */
  readonly fadesOnLight: boolean
  readonly fadesOnDark: boolean
}

/** What every template is given besides its own variables. */
export interface Common {
  readonly brand: Brand
  /** BCP 47, one of the catalogues in `src/templates/locales/`. */
  readonly locale: string
  /** Whether codes may show in the subject and in notifications. */
  readonly codeInSubject: boolean
  /** `[Development]`, where it comes from a development instance; the subject says so already. */
  readonly mark?: string
}

/** For previews. Change `locale` in the preview's props to see another language. */
export const PREVIEW: Common = {
  brand: {
    appName: 'Acme',
    appUrl: 'https://acme.com',
    primaryColor: '#335bf1',
    buttonTextColor: '#ffffff',
    fadesOnLight: false,
    fadesOnDark: false,
  },
  locale: 'en',
  codeInSubject: true,
}
