/** The operator's settings of a brand. They replace the values in Clerk's event. */
export interface BrandOverrides {
  readonly appName?: string | undefined
  /** The address of the app, `https://app.example.com`. SMS codes are bound to it too. */
  readonly appOrigin?: string | undefined
  readonly logoUrl?: string | undefined
  /** The logo on a dark background. */
  readonly logoDark?: string | undefined
  /** In pixels. Without it the logo has its own size, up to a limit. */
  readonly logoWidth?: number | undefined
  readonly logoHeight?: number | undefined
  readonly primaryColor?: string | undefined
  readonly buttonTextColor?: string | undefined
  /** As CSS writes them. */
  readonly fontStack?: string | undefined
  /** Where readers get help. Notices about an account name it. */
  readonly supportEmail?: string | undefined
  readonly supportUrl?: string | undefined
  /** The page of the app where people manage their account. */
  readonly accountUrl?: string | undefined
  /** The postal address of the sender. */
  readonly address?: string | undefined
  readonly links?: readonly { readonly label: string; readonly url: string }[] | undefined
  /** The last lines of every email. */
  readonly footer?: string | undefined
  /** The name in SMS, if the other one is too long or outside the alphabet of SMS. */
  readonly smsAppName?: string | undefined
  /** The hash by which Android gives an SMS to the app, 11 characters. */
  readonly smsAppHash?: string | undefined
}
