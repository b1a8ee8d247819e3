// Loaded into the real process before it starts (`node --import`). Kills it at one named point of its
// work, by what goes through the drivers: the product itself has no hooks for tests. Which point, the
// harness says over the process's channel, so that it can choose one while the process is running.
import http from 'node:http'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { Crash } from './crash.ts'

let crash: Crash | null = null
let left = 0

process.on('message', (message) => {
  crash = message as Crash
  left = crash.occasion
})
// The channel must not keep a process alive that wants to stop.
process.channel?.unref()

function pass(point: Crash['point']): void {
  if (crash?.point === point && --left <= 0) process.kill(process.pid, 'SIGKILL')
}

// Dies with the commit of the transaction that they are in, not with any other connection's.
const STORE = 'insert into bellhop.events'
const LOOK = 'from bellhop.users u where u.id = m.user_id'
const BEGIN = 'insert into bellhop.attempts'

/** What one transaction has done that counts once it is committed. */
type Done = Set<'after-store' | 'before-send'>

function before(text: string): void {
  if (text.includes('with closed as')) pass('before-settle')
}

function after(text: string, done: Done): void {
  if (text.includes(STORE)) done.add('after-store')
  if (text.includes(LOOK)) pass('after-look')
  if (text.includes(BEGIN)) done.add('before-send')
}

function committed(done: Done): void {
  for (const point of done) pass(point)
  done.clear()
}

type Query = (this: unknown, ...parameters: unknown[]) => Promise<unknown>

async function watch(query: () => Promise<unknown>, text: string, done: Done): Promise<unknown> {
  before(text)
  const result = await query()
  after(text, done)
  return result
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : ''
}

const client = pg.Client.prototype as unknown as { query: Query }
const { query } = client
const doneBy = new WeakMap<object, Done>()
client.query = function watchedQuery(this: unknown, ...parameters) {
  const connection = this as object
  const run = () => query.apply(this, parameters)
  // With a callback it returns nothing to wait for: those calls are the pool's own.
  if (typeof parameters.at(-1) === 'function') return run()
  const text = textOf(parameters[0])
  const done: Done = doneBy.get(connection) ?? new Set()
  doneBy.set(connection, done)
  if (/^rollback/i.test(text)) done.clear()
  return watch(run, text, done).then((result) => {
    if (/^commit/i.test(text)) committed(done)
    return result
  })
}

const engine = PGlite.prototype as unknown as Record<'query' | 'transaction', Query>
const { query: ask, transaction } = engine
engine.query = function watchedQuery(this: unknown, ...parameters) {
  return watch(() => ask.apply(this, parameters), textOf(parameters[0]), new Set())
}
engine.transaction = async function watchedTransaction(this: unknown, work, ...rest) {
  const done: Done = new Set()
  const watched = (tx: { query: Query }) => {
    const query: Query = (...parameters) =>
      watch(() => tx.query(...parameters), textOf(parameters[0]), done)
    return (work as (tx: unknown) => unknown)(Object.assign(Object.create(tx), { query }))
  }
  const result = await transaction.call(this, watched, ...rest)
  committed(done)
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
