import { Webhook } from 'svix'
import { describe, expect, it } from 'vitest'
import { ALERT_SECRET, openAlertReceiver } from '../support/alert-receiver.ts'
import { SECRET, startBellhop } from '../support/bellhop.ts'
import { type Case, faultsOf, filledIn, readCases, type Step } from '../support/case.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { forwarded } from '../support/forwarded.ts'
import { problemsOf } from '../support/problems-of.ts'
import { openProviders } from '../support/providers.ts'
import { RESEND_SECRET, reportByResend } from '../support/resend-report.ts'

const PUBLIC_URL = 'https://bellhop.acme.dev'
const OTHER_SECRET = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const SECRETS: Readonly<Record<string, string>> = { '@secret': SECRET, '@other': OTHER_SECRET }

/** Runs a case with the whole service and the fake providers. */
async function play({ env = {}, steps, expect: right, ...one }: Case): Promise<void> {
  await using home = await createTestDatabase(one.engine ?? 'pglite')
  await using providers = await openProviders({}, { listPrefix: one.listPrefix ?? '' })
  await using alerts = await openAlertReceiver()
  const { resend, twilio } = providers
  resend.faults.when(faultsOf(one.resend ?? []))
  twilio.faults.when(faultsOf(one.twilio ?? []))
  const lines: string[] = []
  let late = 0
  const settings = {
    ...providers.env,
    RESEND_WEBHOOK_SECRET: RESEND_SECRET,
    ALERT_WEBHOOK_URL: alerts.url,
    ALERT_WEBHOOK_SECRET: ALERT_SECRET,
    ...Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, SECRETS[value] ?? value]),
    ),
  }
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startBellhop(
      home,
      { ...settings, ...more },
      { onLog: (line) => lines.push(line), now: () => new Date(Date.now() + late) },
    )
  if (right.refused) return expect(problemsOf(settings).join('\n')).toContain(right.refused)
  let bellhop = await start()
  const answers: number[] = []
  const ids: unknown[] = []
  try {
    for (const step of steps) await take(step)
    await check()
  } finally {
    await bellhop[Symbol.asyncDispose]()
  }

  async function take(step: Step): Promise<void> {
    if (step.post) await post(filledIn(step.post, Date.now(), `ema_${ids.length}`), step)
    if (step.send) await post(eventOf(step.send), step)
    if (step.reaches) await bellhop.reaches(ids.at(-1), step.reaches)
    if (step.advance) late += step.advance
    if (step.resend === 'ok') resend.faults.clear()
    else if (step.resend) {
      const status = step.resend
      resend.faults.when(() => ({ kind: 'answer', status }))
    }
    if (step.restart) {
      await bellhop[Symbol.asyncDispose]()
      bellhop = await start(step.restart)
    }
    if (step.receipt) {
      const { of, type, extra } = step.receipt
      await bellhop.reaches(ids[of], 'sent', 'delivered')
      const data = { tags: { message_id: String(ids[of]) }, ...extra }
      expect((await reportByResend(bellhop.url, { type, data })).status).toBe(204)
    }
    if (step.callback) {
      const { of, status, error } = step.callback
      await bellhop.reaches(ids[of], 'sent')
      const sid = twilio.accepted[of]?.sid ?? ''
      const report = { sid, status, ...(error ? { errorCode: Number(error) } : {}) }
      await forwarded(PUBLIC_URL, bellhop.url, () => twilio.report(report))
    }
  }

  async function post(event: unknown, { path, secret, age = 0, altered }: Step): Promise<void> {
    const at = new Date(Date.now() - age * 1_000)
    const body = JSON.stringify(event)
    const signed = altered ? body.replace('held', 'other') : body
    const svixId = `msg_${answers.length}`
    const { status, answer } = await bellhop.post(body, {
      at,
      svixId,
      ...(path ? { path } : {}),
      headers: {
        'svix-signature': new Webhook(secret === 'other' ? OTHER_SECRET : SECRET).sign(
          svixId,
          at,
          signed,
        ),
      },
    })
    answers.push(status)
    if (answer.messageId) ids.push(answer.messageId)
  }

  async function check(): Promise<void> {
    if (right.answers) expect(answers).toEqual(right.answers)
    for (const [index, { status, reason }] of (right.messages ?? []).entries()) {
      if (status === 'queued' && reason) await bellhop.isPutBack(ids[index], reason)
      else await bellhop.reaches(ids[index], status)
      if (reason) expect((await bellhop.message(ids[index])).reason).toBe(reason)
    }
    if (right.messages) expect(ids).toHaveLength(right.messages.length)
    const to = resend.accepted.flatMap((email) => email.to)
    if (right.sent) expect(to).toEqual(right.sent)
    for (const [index, subject] of (right.subjects ?? []).entries()) {
      expect(resend.accepted[index]?.subject).toContain(subject)
    }
    for (const [index, { has, lacks }] of (right.texts ?? []).entries()) {
      for (const part of has) expect(resend.accepted[index]?.text).toContain(part)
      for (const part of lacks) expect(resend.accepted[index]?.text).not.toContain(part)
    }
    if (right.smsSent) expect(twilio.accepted).toHaveLength(right.smsSent)
    if (right.smsRequests) expect(twilio.requests).toHaveLength(right.smsRequests)
    if (right.readyz) {
      const ready = async () => (await bellhop.get('/readyz')).json()
      await expect.poll(ready).toMatchObject({ checks: right.readyz })
    }
    if (right.alert) {
      const [alert] = await alerts.waitFor(1)
      expect(alert?.type).toBe(right.alert)
    }
    for (const part of [...(right.log ?? []), ...(right.warning ? [right.warning] : [])]) {
      expect(lines.join('\n')).toContain(part)
    }
  }
}

function eventOf({ kind, to }: NonNullable<Step['send']>): unknown {
  switch (kind) {
    case 'code':
      return emailCreated({ to_email_address: to })
    case 'invitation':
      return emailCreated({ to_email_address: to, slug: 'invitation' })
    case 'sms':
      return smsCreated({ to_phone_number: to })
  }
}

describe('a case that once went wrong', () => {
  for (const [name, one] of readCases()) {
    it.skipIf(one.engine && !ENGINES.includes(one.engine))(`${name}: ${one.title}`, () => play(one))
  }
})
