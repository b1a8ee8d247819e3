/** The name, logo and colours of the app. */
export interface Brand {
  /** Empty if the name is not known. */
  readonly appName: string
  readonly appUrl?: string
  readonly logoUrl?: string
  /** `#rrggbb` */
  readonly primaryColor: string
  readonly buttonTextColor: string
  /** The primary colour is hardly visible on the card, in the light or in the dark version. */
  readonly fadesOnLight: boolean
  readonly fadesOnDark: boolean
}

/** The props that every template gets, besides its own variables. */
export interface Common {
  readonly brand: Brand
  /** A language tag (BCP 47) that has a catalogue in `src/templates/locales/`. */
  readonly locale: string
  /** Whether codes may appear in the subject and in notifications. */
  readonly codeInSubject: boolean
  /** `[Development]` for a message of a development instance. The renderer also adds it to the subject. */
  readonly mark?: string
}

/** The props of previews. Change `locale` in the props panel to see another language. */
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
