import { distance } from 'fastest-levenshtein'

export interface Nearest {
  readonly name: string
  /** The number of wrong letters; a missing or an extra word counts as one and a half. */
  readonly apart: number
}

/** The name in `known` that is nearest to `name`. Ignores case. */
export function nearestName(name: string, known: readonly string[]): Nearest {
  const [nearest = { name: '', apart: Number.POSITIVE_INFINITY }] = known
    .map((candidate) => ({
      name: candidate,
      apart: Math.min(typos(name, candidate), wordsApart(name, candidate) * 1.5),
    }))
    .toSorted((a, b) => a.apart - b.apart)
  return nearest
}

/** The number of wrong letters. Ignores case; two letters that changed places count as one. */
export function typos(name: string, known: string): number {
  const [a, b] = [name.toLowerCase(), known.toLowerCase()]
  const letters = distance(a, b)
  const sorted = (text: string) => [...text].toSorted().join('')
  return letters === 2 && sorted(a) === sorted(b) ? 1 : letters
}

function wordsApart(name: string, known: string): number {
  const [a, b] = [wordsOf(name), wordsOf(known)]
  return a.filter((word) => !b.includes(word)).length + b.filter((word) => !a.includes(word)).length
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[_.]/)
}
