const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds in words: `62 ms`, `1.4 s`, `42 s`, `8 min`, `3 h`, `12 days`. A negative time counts as its length. */
export function durationText(ms: number): string {
  const length = Math.abs(ms)
  if (Math.round(length) < SECOND) return words(Math.round(length), 'ms')
  if (length < 9.95 * SECOND) return words((length / SECOND).toFixed(1), 's')
  if (Math.round(length / SECOND) < 60) return words(Math.round(length / SECOND), 's')
  if (Math.round(length / MINUTE) < 60) return words(Math.round(length / MINUTE), 'min')
  if (Math.round(length / HOUR) < 48) return words(Math.round(length / HOUR), 'h')
  return words(Math.round(length / DAY), 'days')
}

// The number and its unit stay on one line.
function words(count: number | string, unit: string): string {
  return `${count}\u00a0${unit}`
}

/** As `durationText`, of seconds; a dash for null. */
export function secondsText(seconds: number | null): string {
  return seconds === null ? '–' : durationText(seconds * SECOND)
}
