import { setTimeout as delay } from 'node:timers/promises'
import { type Row, readLedger } from './ledger.ts'

/** Waits until no message `waits`, for `ms` at most. Messages that are still open then are counted. */
export async function settled(
  url: string,
  ms: number,
  waits: (row: Row) => boolean,
): Promise<void> {
  const until = Date.now() + ms
  while (Date.now() < until && (await readLedger(url)).some(waits)) await delay(250)
}

export function isOpen({ status }: Row): boolean {
  return status === 'queued' || status === 'sending'
}

/** Whether Twilio will still be asked for it. */
export function isInDoubt({ channel, status, reason }: Row): boolean {
  return channel === 'sms' && status === 'unknown' && reason !== 'not_found'
}
