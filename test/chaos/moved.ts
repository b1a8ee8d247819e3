import type { EmailOutages } from './email-outages.ts'
import { type AttemptRow, type Row, readAttempts } from './ledger.ts'

/**
 * Messages that one provider got after another may have taken them: by what the first provider was asked and
 * the second one got, and by the attempts of the ledger in both directions.
 */
export async function readMoved(
  url: string,
  ledger: readonly Row[],
  { arrived, maybeTaken }: Pick<EmailOutages, 'arrived' | 'maybeTaken'>,
): Promise<string[]> {
  const atProviders = arrived().flatMap(({ id, at }) => {
    const since = maybeTaken.get(id ?? '')
    return since !== undefined && since <= at.getTime() ? [`${id} at the stand-by`] : []
  })
  const inLedger: string[] = []
  for (const { id, channel, attempts } of ledger) {
    if (channel !== 'email' || attempts < 2) continue
    if (isMovedInDoubt(await readAttempts(url, id))) inLedger.push(`${id} in the ledger`)
  }
  return [...atProviders, ...inLedger]
}

function isMovedInDoubt(attempts: readonly AttemptRow[]): boolean {
  return attempts.some(
    ({ provider, outcome }, index) =>
      outcome !== 'deferred' &&
      attempts.slice(index + 1).some((next) => next.provider !== provider),
  )
}
