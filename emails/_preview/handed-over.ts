// The templates run in a bundle of the preview, which sees nothing of the process that started it but the
// environment.

/** The brand of the settings in `npm run emails`; null elsewhere. */
export function handedOver<Brand>(): Brand | null {
  return JSON.parse(process.env.PREVIEW_BRAND ?? 'null')
}

/** Hands the brand over, as JSON. */
export function handOver(brand: string): void {
  process.env.PREVIEW_BRAND = brand
}
