/** The value below which a share of the values lies, such as 0.99; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** `p50 4 ms, p99 12 ms` */
export function spread(ms: readonly number[]): string {
  return `p50 ${percentile(ms, 0.5).toFixed(0)} ms, p99 ${percentile(ms, 0.99).toFixed(0)} ms`
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`
}

export function count(number: number): string {
  return Math.round(number).toLocaleString('en')
}

export function perSecond(events: number, ms: number): string {
  return `${count((events / ms) * 1000)}/s`
}
