/** What one segment of an SMS costs. */
export interface SegmentPrice {
  readonly amount: number
  /** ISO 4217, such as `USD`. */
  readonly currency: string
}

/** What this many segments cost, in words such as `$12.40`. */
export function costText({ amount, currency }: SegmentPrice, segments: number): string {
  return (amount * segments).toLocaleString('en', { style: 'currency', currency })
}
