// The usual advice: verify, insert a row, queue a job, answer; a worker sends one email per job.
// pg-boss by its documentation, with settings that favour it: notifications, ten workers that fetch
// again at once, retries with backoff.
import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import express from 'express'
import pg from 'pg'
import { fromPglite, PgBoss } from 'pg-boss'
import { Resend } from 'resend'
import { verificationCode, verify } from './email.tsx'

interface Sql {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

const { DATABASE_URL, DATA_DIR } = process.env
const pglite = DATABASE_URL ? null : await PGlite.create(`${DATA_DIR}/queue`)
const db: Sql = pglite ?? new pg.Pool({ connectionString: DATABASE_URL ?? '', max: 10 })
const boss = new PgBoss({
  ...(pglite
    ? { db: fromPglite(pglite), backend: 'pglite' }
    : { connectionString: DATABASE_URL ?? '', max: 10 }),
  useListenNotify: true,
  queueCacheIntervalSeconds: 1,
})
boss.on('error', () => {})
await boss.start()
await db.query(`create table messages (
  id uuid primary key, recipient text not null, event jsonb not null,
  created_at timestamptz not null default now(), sent_at timestamptz, provider_id text)`)
await boss.createQueue('email', {
  notify: true,
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
})

const resend = new Resend(process.env.RESEND_API_KEY)
const app = express()

app.get('/readyz', (_, res) => void res.send('ok'))

app.post('/api/webhooks/clerk', express.raw({ type: 'application/json' }), async (req, res) => {
  try {
    const event = await verify(req)
    if (event.type === 'email.created') {
      const id = randomUUID()
      await db.query('insert into messages (id, recipient, event) values ($1, $2, $3)', [
        id,
        event.data.to_email_address,
        JSON.stringify(event),
      ])
      await boss.send('email', { id })
    }
    res.send('queued')
  } catch {
    res.status(500).send('failed')
  }
})

const options = {
  localConcurrency: 10,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
  burstWhenReadyExceeds: 1,
}
await boss.work<{ id: string }>('email', options, async ([job]) => {
  const { rows } = await db.query('select recipient, event from messages where id = $1', [
    job?.data.id,
  ])
  const [row] = rows as { recipient: string; event: { data: { data?: { otp_code?: string } } } }[]
  const { data, error } = await resend.emails.send(
    verificationCode(row?.recipient ?? '', String(row?.event.data.data?.otp_code)),
  )
  if (error) throw new Error(error.name)
  await db.query('update messages set sent_at = now(), provider_id = $2 where id = $1', [
    job?.data.id,
    data.id,
  ])
})

app.listen(Number(process.env.PORT), '127.0.0.1')
