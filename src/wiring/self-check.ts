import type { Config } from '../config/config.ts'
import { CHECK_LIMIT_MS, runChecks, STEP_LIMIT_MS } from '../doctor/run-checks.ts'
import type { Finding } from '../domain/finding.ts'
import type { Channel } from '../domain/message.ts'
import type { Proof } from '../http/health.ts'
import { recent } from '../http/recent.ts'
import type { DoctorReport, ReadDoctorReport } from '../ops/checks/report.ts'
import type { Base } from './base.ts'
import { systemDns } from './system-dns.ts'

/** The checks of `bellhop doctor`, run by the service about itself. */
export interface SelfCheck {
  readonly read: ReadDoctorReport
  /** What the last run says about the provider of a channel. It starts no run. */
  readonly proofOf: (channel: Channel) => Proof
}

/** The service as it answers requests. */
export interface Self {
  readonly request: (path: string, init?: RequestInit) => Promise<Response>
  readonly secrets: readonly string[]
}

// Anybody who may read the page can reload it, and the providers count the requests.
const KEPT_MS = 30_000

// These show that the provider takes messages of ours.
function proofs({ email }: Config): Readonly<Record<Channel, readonly string[]>> {
  return {
    email:
      email.transport === 'smtp'
        ? ['smtp.connection', 'smtp.sender']
        : ['resend.key', 'resend.domain'],
    sms: ['twilio.account', 'twilio.sender'],
  }
}

export function createSelfCheck(config: Config, base: Base, self: () => Self): SelfCheck {
  let last: DoctorReport | null = null

  async function check(): Promise<DoctorReport> {
    const checkedAt = base.now()
    // The checks need much code that the service does not, so it is loaded when somebody asks.
    const { doctorChecks } = await import('./doctor.ts')
    const checks = await doctorChecks(async () => config, {
      fetch,
      now: base.now,
      dns: systemDns(),
      connectMs: STEP_LIMIT_MS,
      nodeVersion: process.versions.node,
      postSigned: () => probe(config, base, self()),
    })
    const findings = await Promise.all(runChecks(checks, { skip: [], limitMs: CHECK_LIMIT_MS }))
    last = { checkedAt, findings }
    return last
  }

  return {
    read: recent(check, KEPT_MS),
    proofOf: (channel) => (last ? proofIn(last.findings, proofs(config)[channel]) : 'unproven'),
  }
}

function proofIn(findings: readonly Finding[], ids: readonly string[]): Proof {
  const found = findings.filter(({ id }) => ids.includes(id))
  const failed = found.filter(({ status }) => status === 'fail').map(({ id }) => id)
  if (failed.length > 0) return `unproven: ${failed.join(', ')}`
  const isProven = found.every(({ status }) => status === 'ok' || status === 'warn')
  return isProven && found.length === ids.length ? 'ok' : 'unproven'
}

/** Posts the event in this process, because the service need not know its own address. */
async function probe({ dataDir }: Config, { now, random }: Base, { request, secrets }: Self) {
  const { postSignedProbe } = await import('../cli/signed-probe.ts')
  const ask: typeof fetch = (input, init) => request(new URL(String(input)).pathname, init)
  const settings = { signingSecrets: secrets, dataDir }
  return postSignedProbe({ settings, fetch: ask, now, random }, 'http://localhost')
}
