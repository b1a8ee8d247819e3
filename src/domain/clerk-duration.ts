const UNITS = ['second', 'minute', 'hour', 'day', 'week'] as const

/** A part of a duration, such as 30 minutes. */
export interface DurationPart {
  readonly count: number
  readonly unit: (typeof UNITS)[number]
}

const PART = new RegExp(`^(\\d{1,4}) (${UNITS.join('|')})s?$`, 'i')

/** Reads a duration as Clerk writes it (`1 hour and 30 minutes`). Undefined if it is in another form. */
export function clerkDuration(text: string): DurationPart[] | undefined {
  const parts: DurationPart[] = []
  for (const part of text.split(/,? and |, /)) {
    const [, count, unit] = PART.exec(part) ?? []
    if (!unit) return undefined
    parts.push({ count: Number(count), unit: unit.toLowerCase() as DurationPart['unit'] })
  }
  return parts
}
