/** The formats in which alerts can be posted. */
export const ALERT_FORMATS = ['standard', 'slack', 'discord', 'teams', 'pagerduty'] as const

export type AlertFormat = (typeof ALERT_FORMATS)[number]

/** Where alerts are posted. Whoever knows the address may post there too, so only its host is shown. */
export interface AlertTarget {
  readonly format: AlertFormat
  readonly url: string
}

/** What log lines and pages call a target. */
export function nameOfTarget({ format, url }: AlertTarget): string {
  return `${new URL(url).host} (${format})`
}

/** What came of posting an alert. `why` contains no address and no secret. */
export type PostOutcome =
  | { readonly kind: 'accepted' }
  /** The same request would be refused again. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly retryAfterMs?: number }
