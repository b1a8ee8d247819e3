/** How the sender presents itself. */
export interface Brand {
  /** Empty where nobody told us the name. */
  readonly appName: string
  readonly appUrl?: string
  readonly logoUrl?: string
  /** `#rrggbb` */
  readonly primaryColor: string
  readonly buttonTextColor: string
}

/** What every template is given besides its own variables. */
export interface Common {
  readonly brand: Brand
  /** BCP 47. */
  readonly locale: string
}

/** For previews. */
export const PREVIEW: Common = {
  brand: {
    appName: 'Acme',
    appUrl: 'https://acme.com',
    primaryColor: '#335bf1',
    buttonTextColor: '#ffffff',
  },
  locale: 'en',
}
