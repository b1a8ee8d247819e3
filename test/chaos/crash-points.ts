// Loaded into the real process before it starts (`node --import`). Kills it at one named point of its
// work, by what goes through the drivers: the product itself has no hooks for tests.
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

const point = process.env.CRASH_POINT
// Not always at the first occasion.
let left = Number(process.env.CRASH_OCCASION ?? 1)

function die(): void {
  if (--left <= 0) process.kill(process.pid, 'SIGKILL')
}

/** Text of a statement after which, once it is committed, the process is to die. */
const COMMITTED: Readonly<Record<string, string>> = {
  'after-store': 'insert into bellhop.events',
  'after-claim': 'with candidates as',
}
let pending = false

function before(text: string): void {
  if (point === 'before-settle' && text.includes('with closed as')) die()
}

function after(text: string): void {
  const awaited = point && COMMITTED[point]
  if (awaited && text.includes(awaited)) pending = true
  if (point === 'before-send' && text.includes('insert into bellhop.attempts')) die()
}

function committed(): void {
  if (!pending) return
  pending = false
  die()
}

type Query = (this: unknown, ...parameters: unknown[]) => Promise<unknown>

function watch(query: Query): Query {
  return async function watched(this: unknown, ...parameters) {
    const text = textOf(parameters[0])
    before(text)
    const result = await query.apply(this, parameters)
    after(text)
    if (/^commit/i.test(text)) committed()
    return result
  }
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : ''
}

const client = pg.Client.prototype as unknown as { query: Query }
const query = client.query
const watched = watch(query)
// With a callback it returns nothing to wait for: those calls are the pool's own.
client.query = function route(this: unknown, ...parameters) {
  const callback = typeof parameters.at(-1) === 'function'
  return (callback ? query : watched).apply(this, parameters)
}

const engine = PGlite.prototype as unknown as Record<'query' | 'transaction', Query>
engine.query = watch(engine.query)
const { transaction } = engine
engine.transaction = async function watchedTransaction(this: unknown, work, ...rest) {
  const result = await transaction.call(
    this,
    (tx: { query: Query; rollback(): Promise<void> }) =>
      (work as (tx: unknown) => unknown)({
        query: watch((...parameters) => tx.query(...parameters)),
        rollback: () => tx.rollback(),
      }),
    ...rest,
  )
  committed()
  return result
}

const { fetch } = globalThis
globalThis.fetch = async (...parameters) => {
  const response = await fetch(...parameters)
  if (point === 'after-answer' && String(parameters[0]).includes('/emails')) die()
  return response
}
