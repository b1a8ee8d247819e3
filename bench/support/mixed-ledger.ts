import { sql } from 'kysely'
import { readConfig } from '../../src/config/config.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { openDatabase } from '../../src/store/engine/open-database.ts'
import { addRecipients } from '../../src/store/message/recipients.ts'
import type { Home } from '../../test/support/home.ts'
import { administer } from '../../test/support/postgres-server.ts'

const STEP = 20_000

/** What one page of a mixed ledger can be asked for. */
export interface KnownMessage {
  readonly id: string
  readonly recipient: string
}

/**
 * Fills the database of a system that is not running with messages of 90 days, a tenth of them of the last day:
 * several instances, slugs, languages, channels, providers and results, some of them rare.
 */
export async function fillMixed(home: Home, messages: number): Promise<KnownMessage> {
  const config = readConfig({ NODE_ENV: 'test', ...home.env })
  const onError = (error: unknown) => {
    throw error
  }
  const { db, close } = await openDatabase(config, { onError })
  for (let from = 0; from < messages; from += STEP) {
    await addMixed(db, from, Math.min(from + STEP, messages), messages)
  }
  // Takes longer than the pool allows a statement.
  await administer(config.databaseUrl ?? '', 'vacuum (analyze)')
  // As after some time: the recipients are in the table that is searched.
  while ((await addRecipients(db, new Date(), STEP)) > 0);
  const { rows } = await sql<KnownMessage>`
    select id, recipient from bellhop.messages where channel = 'email'
    order by id offset ${Math.floor(messages / 2)} limit 1`.execute(db)
  await close()
  const [known] = rows
  if (!known) throw new Error('The ledger has no messages.')
  return known
}

// As Bellhop leaves them (`ledger.ts`), with other values here and there. `i` decides about each value.
async function addMixed(db: Db, from: number, to: number, messages: number): Promise<void> {
  await sql`
    with input as (
      select i, md5('bench ' || i) as random, i % 8 = 3 as by_sms,
        case when i >= ${messages}::int * 0.9
          then now() - interval '1 day'
            + interval '1 day' * ((i - ${messages}::int * 0.9) / (${messages}::int * 0.1 + 1))
          else now() - interval '90 days' + interval '89 days' * (i / (${messages}::int * 0.9))
        end as at
      from generate_series(${from}::int, ${to}::int - 1) i
    ),
    timed as (
      select *, lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as time,
        case when i % 97 = 0 then 'failed' when i % 89 = 0 then 'bounced' when i % 83 = 0 then 'skipped'
          when i % 79 = 0 then 'expired' when i % 20011 = 0 then 'complained' when i % 11 = 0 then 'sent'
          else 'delivered' end as status
      from input
    ),
    named as (
      select *, (time || '7' || substr(random, 1, 3) || '8' || substr(random, 4, 15))::uuid as id,
        (time || '7' || substr(random, 5, 3) || '9' || substr(random, 8, 15))::uuid as other_id,
        status not in ('skipped', 'expired') as tried,
        case when i % 333331 = 0 then 'sw' else (array['en', 'en', 'en', 'de', 'fr', 'ja'])[1 + i % 6]
          end as language,
        (array['ins_bench', 'ins_bench', 'ins_bench', 'ins_staging', 'ins_shop'])[1 + i % 5] as instance,
        case when by_sms then '+4915' || lpad((i % 400000)::text, 9, '0')
          else (array['ada', 'grace', 'linus', 'margaret', 'edsger', 'barbara', 'ken'])[1 + i % 7] || '.'
            || substr(md5('person ' || i % 500000), 1, 7) || '@'
            || (array['gmail.com', 'gmail.com', 'outlook.com', 'acme.dev', 'example.org'])[1 + i % 5]
          end as address
      from timed
    ),
    new_events as (
      insert into bellhop.events (id, endpoint, svix_id, type, instance_id, user_id, occurred_at,
        received_at, outcome, message_id)
      select other_id, 'clerk', 'msg_' || random, case when by_sms then 'sms' else 'email' end || '.created',
        instance, 'user_' || substr(md5('person ' || i % 500000), 1, 20), at, at, 'accepted', id
      from named
    ),
    new_messages as (
      insert into bellhop.messages (id, channel, slug, kind, instance_id, user_id, dedupe_key,
        recipient, example, status, reason, priority, occurred_at, created_at, expires_at, due_at, locale,
        attempt_id, claimed_at, attempts, template, fallback, provider, provider_message_id, sent_at,
        finished_at)
      select id, case when by_sms then 'sms' else 'email' end,
        case when i % 250007 = 0 then 'news' when i % 4 = 0 then 'magic_link_sign_in'
          else 'verification_code' end,
        'code', instance, 'user_' || substr(md5('person ' || i % 500000), 1, 20),
        instance || case when by_sms then ':sms_' else ':ema_' end || random, address, false, status,
        case status when 'skipped' then (array['suppressed', 'test_recipient', 'too_many'])[1 + i % 3]
          when 'failed' then 'validation_error' end,
        40, at, at, at + interval '10 minutes', at, case when tried then language end,
        case when tried then other_id end, case when tried then at end, case when tried then 1 else 0 end,
        case when tried then 'verification_code' end, case when i % 250007 = 0 then 'unknown_slug' end,
        case when tried then case when by_sms then 'twilio' else 'resend' end end,
        case when tried and status <> 'failed'
          then case when by_sms then 'SM' || random else random::uuid::text end end,
        case when tried and status <> 'failed' then at + interval '1 ms' * (40 + i % 3000) end,
        at + interval '1 ms' * (40 + i % 3000)
      from named
    ),
    new_attempts as (
      insert into bellhop.attempts (id, provider, idempotency_key, message_ids, started_at,
        finished_at, outcomes)
      select other_id, case when by_sms then 'twilio' else 'resend' end, 'bellhop/' || other_id, array[id],
        at, at, '[{"kind":"accepted"}]'
      from named where tried
    )
    insert into bellhop.receipts (id, provider, provider_event_id, message_id, status, at, received_at)
    select other_id, case when by_sms then 'twilio' else 'resend' end, 'rcpt_' || random, id, status, at, at
    from named where status in ('delivered', 'bounced', 'complained')`.execute(db)
}
