const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  s: ['second', 'seconds'],
  m: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  d: ['day', 'days'],
}

/** A limit as the settings write it, in words: `5/10m,20/1d` is `5 in 10 minutes, 20 in 1 day`. */
export function limitWords(limit: string): string {
  if (limit === 'off') return 'no limit'
  return limit.split(',').map(wordsOfOne).join(', ')
}

function wordsOfOne(limit: string): string {
  const [, count, time, unit = ''] = /^(\d+)\/(\d+)([smhd])$/.exec(limit) ?? []
  const [one, many] = UNITS[unit] ?? []
  return one ? `${count} in ${time} ${time === '1' ? one : many}` : limit
}
