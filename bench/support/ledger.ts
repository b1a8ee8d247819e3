import { sql } from 'kysely'
import { readConfig } from '../../src/config/config.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { openDatabase } from '../../src/store/engine/open-database.ts'
import type { Home } from '../../test/support/home.ts'

/** What is in the database of a system that is not running. */
export interface Ledger extends AsyncDisposable {
  /** Of all tables and indexes of Bellhop, in bytes, once what is dead is taken away. */
  size(): Promise<number>
  /** Adds messages that were delivered in the last 90 days, 100,000 at a time. */
  fill(messages: number): Promise<void>
}

const STEP = 100_000

export async function openLedger(home: Home): Promise<Ledger> {
  const config = readConfig({ NODE_ENV: 'test', ...home.env })
  const onError = (error: unknown) => {
    throw error
  }
  const { db, close } = await openDatabase(config, { onError })
  return {
    async size() {
      await sql`vacuum (analyze)`.execute(db)
      const { rows } = await sql<{ bytes: number }>`
        select sum(pg_total_relation_size(c.oid))::float8 as bytes
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('bellhop', 'bellhop_queue') and c.relkind = 'r'`.execute(db)
      return rows[0]?.bytes ?? 0
    },
    async fill(messages) {
      for (let from = 0; from < messages; from += STEP) await addDelivered(db, from, messages)
      await sql`vacuum (analyze)`.execute(db)
    },
    [Symbol.asyncDispose]: close,
  }
}

// Each as Bellhop leaves it: an event, a message without its content, a request of its own (as in quiet
// hours, when each code goes alone) and a report. Ids are of version 7 and grow with time, as its own do.
async function addDelivered(db: Db, from: number, messages: number): Promise<void> {
  await sql`
    with input as (
      select i, now() - interval '90 days' + interval '90 days' * i / ${messages}::int as at,
        md5('bench ' || i) as random
      from generate_series(${from}::int, ${Math.min(from + STEP, messages) - 1}::int) i
    ),
    named as (
      select *, case when i % 200 = 0 then 'bounced' else 'delivered' end as status,
        lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as time,
        (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(random, 1, 3)
          || '8' || substr(random, 4, 15))::uuid as id,
        (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(random, 5, 3)
          || '9' || substr(random, 8, 15))::uuid as other_id
      from input
    ),
    new_events as (
      insert into bellhop.events (id, endpoint, svix_id, type, instance_id, user_id, occurred_at,
        received_at, outcome, message_id)
      select other_id, 'clerk', 'msg_' || random, 'email.created', 'ins_bench', 'user_' || random, at,
        at, 'accepted', id
      from named
    ),
    new_messages as (
      insert into bellhop.messages (id, channel, slug, kind, instance_id, user_id, dedupe_key,
        recipient, example, status, priority, occurred_at, created_at, expires_at, due_at, locale,
        attempt_id, claimed_at, attempts, template, provider, provider_message_id, sent_at,
        finished_at)
      select id, 'email', 'verification_code', 'code', 'ins_bench', 'user_' || random,
        'ins_bench:ema_' || random, random || '@mail.dev', false,
        status, 40, at, at, at + interval '10 minutes', at, 'en', other_id, at, 1, 'verification_code',
        'resend', random, at, at
      from named
    ),
    new_attempts as (
      insert into bellhop.attempts (id, provider, idempotency_key, message_ids, started_at,
        finished_at, outcomes)
      select other_id, 'resend', 'bellhop/' || other_id, array[id], at, at, '[{"kind":"accepted"}]'
      from named
    )
    insert into bellhop.receipts (id, provider, provider_event_id, message_id, status, at, received_at)
    select other_id, 'resend', 'rcpt_' || random, id, status, at, at from named`.execute(db)
}
