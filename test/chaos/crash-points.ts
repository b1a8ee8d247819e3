// Loaded into the real process before it starts (`node --import`). Kills or freezes it at one named point of its
// work. It recognises the point by the calls of the drivers, because the service has no hooks for tests.
// The point is sent to the running process over its channel.
import http from 'node:http'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { Crash, CrashMessage } from './crash.ts'

let crash: Crash | null = null
let left = 0

process.on('message', (message) => {
  crash = (message as CrashMessage).crash
  left = crash?.occasion ?? 0
})
// The channel must not keep the process running when it stops.
process.channel?.unref()

function pass(point: Crash['point']): void {
  if (crash?.point !== point || --left > 0) return
  const { signal = 'SIGKILL' } = crash
  crash = null
  process.kill(process.pid, signal)
}

const STORE = 'from bellhop.store_group('
const BEGIN = 'from bellhop.begin_attempt('
const SETTLE = 'from bellhop.settle_group('

/** Whether a transaction is open and has stored a message, which counts when it is committed. */
interface Transaction {
  open: boolean
  stored: boolean
}

async function watch(
  query: () => Promise<unknown>,
  text: string,
  transaction: Transaction,
): Promise<unknown> {
  if (text.includes(BEGIN)) pass('before-begin')
  if (text.includes(SETTLE)) pass('before-settle')
  const result = await query()
  if (text.includes(STORE) && !transaction.open) pass('after-store')
  if (text.includes(STORE)) transaction.stored = transaction.open
  if (text.includes(BEGIN)) pass('before-send')
  return result
}

function committed(transaction: Transaction): void {
  if (transaction.stored) pass('after-store')
  transaction.stored = false
}

type Query = (this: unknown, ...parameters: unknown[]) => Promise<unknown>

function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : ''
}

const client = pg.Client.prototype as unknown as { query: Query }
const { query } = client
const transactions = new WeakMap<object, Transaction>()
client.query = function watchedQuery(this: unknown, ...parameters) {
  const connection = this as object
  const run = () => query.apply(this, parameters)
  // Calls with a callback come from the pool and return no promise.
  if (typeof parameters.at(-1) === 'function') return run()
  const text = textOf(parameters[0])
  const transaction = transactions.get(connection) ?? { open: false, stored: false }
  transactions.set(connection, transaction)
  if (/^(begin|start)/i.test(text)) transaction.open = true
  if (/^(rollback|commit)/i.test(text)) transaction.open = false
  if (/^rollback/i.test(text)) transaction.stored = false
  return watch(run, text, transaction).then((result) => {
    if (/^commit/i.test(text)) committed(transaction)
    return result
  })
}

const engine = PGlite.prototype as unknown as Record<'query' | 'transaction', Query>
const { query: ask, transaction: transact } = engine
engine.query = function watchedQuery(this: unknown, ...parameters) {
  return watch(() => ask.apply(this, parameters), textOf(parameters[0]), {
    open: false,
    stored: false,
  })
}
engine.transaction = async function watchedTransaction(this: unknown, work, ...rest) {
  const transaction: Transaction = { open: true, stored: false }
  const watched = (tx: { query: Query }) => {
    const query: Query = (...parameters) =>
      watch(() => tx.query(...parameters), textOf(parameters[0]), transaction)
    return (work as (tx: unknown) => unknown)(Object.assign(Object.create(tx), { query }))
  }
  const result = await transact.call(this, watched, ...rest)
  committed(transaction)
  return result
}

// Resend's SDK asks with fetch, Twilio's with node:http.
const { fetch } = globalThis
globalThis.fetch = async (...parameters) => {
  const response = await fetch(...parameters)
  if (String(parameters[0]).includes('/emails')) pass('after-answer')
  return response
}

type Request = (
  options: http.RequestOptions,
  onResponse?: (response: http.IncomingMessage) => void,
) => http.ClientRequest

const request = http.request as Request
http.request = ((options, onResponse) => {
  const made = request(options, onResponse)
  const sends = options.method === 'POST' && options.path?.endsWith('/Messages.json')
  if (sends) made.prependListener('response', () => pass('after-answer'))
  return made
}) as Request as typeof http.request
