/** `850 ms`, `4.2 s`, `7 min`, `3 h`; a dash for null. */
export function seconds(value: number | null): string {
  if (value === null) return '–'
  if (value < 1) return `${Math.round(value * 1000)}\u00a0ms`
  if (value < 60) return `${value.toFixed(1)}\u00a0s`
  if (value < 3600) return `${Math.round(value / 60)}\u00a0min`
  return `${Math.round(value / 3600)}\u00a0h`
}
