const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** `30s`, `11m`, `2h` or `1d` in milliseconds; null for any other text. */
export function parseDuration(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? []
  const unitMs = UNITS_MS[unit]
  return unitMs === undefined ? null : Number(amount) * unitMs
}
