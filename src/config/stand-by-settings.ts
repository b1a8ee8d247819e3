import { z } from 'zod'
import type { StandByRules } from '../domain/stand-by-rules.ts'
import type { Variables } from './clean-variables.ts'
import { parseDuration } from './durations.ts'
import { need } from './need.ts'
import { type SmtpSettings, smtpAdvice } from './smtp-url.ts'
import { emailTransportOf } from './transport-choice.ts'

/** The provider that takes emails over while the one of EMAIL_TRANSPORT does not work. */
export type StandBySettings = { readonly rules: StandByRules } & (
  | ({ readonly transport: 'smtp' } & SmtpSettings)
  | {
      readonly transport: 'resend'
      readonly apiKey: string
      readonly baseUrl: string | undefined
    }
)

const LONGEST_MS = 3_600_000

/** `20s` or `5m`, in milliseconds. */
export const standByWait = z.string().transform((value, context) => {
  const ms = parseDuration(value)
  if (ms !== null && ms <= LONGEST_MS) return ms
  context.addIssue('must be a time from 0s to 1h, such as 20s or 5m')
  return z.NEVER
})

const USUAL_CODES_MS = 20_000
const USUAL_OTHERS_MS = 5 * 60_000
const DOUBTFUL_ANSWERS = 3

interface Given {
  readonly EMAIL_STANDBY?: 'smtp' | 'resend' | undefined
  readonly EMAIL_STANDBY_CODES_AFTER?: number | undefined
  readonly EMAIL_STANDBY_AFTER?: number | undefined
  readonly SMTP_URL?: SmtpSettings | undefined
  readonly RESEND_STANDBY_API_KEY?: string | undefined
  readonly RESEND_STANDBY_BASE_URL?: string | undefined
}

/** Null if no provider stands by. `standByProblems` has checked that it has the settings that it needs. */
export function standBySettings(v: Given): StandBySettings | null {
  const codesAfterMs = v.EMAIL_STANDBY_CODES_AFTER ?? USUAL_CODES_MS
  const othersAfterMs = v.EMAIL_STANDBY_AFTER ?? Math.max(USUAL_OTHERS_MS, codesAfterMs)
  const rules = { codesAfterMs, othersAfterMs, doubtfulAnswers: DOUBTFUL_ANSWERS }
  if (v.EMAIL_STANDBY === 'smtp' && v.SMTP_URL) return { transport: 'smtp', rules, ...v.SMTP_URL }
  if (v.EMAIL_STANDBY !== 'resend') return null
  const { RESEND_STANDBY_API_KEY: apiKey = '', RESEND_STANDBY_BASE_URL: baseUrl } = v
  return { transport: 'resend', rules, apiKey, baseUrl }
}

/** Settings of a stand-by that contradict each other, or that it lacks. */
export function standByProblems(env: Variables): string[] {
  const { EMAIL_STANDBY: standBy } = env
  if (!standBy) return []
  const problems: string[] = []
  const first = emailTransportOf(env)
  if (first === 'capture') {
    problems.push(
      'EMAIL_STANDBY is set, but emails are captured, and nothing can take over from that. Set EMAIL_TRANSPORT to resend or smtp, or remove EMAIL_STANDBY.',
    )
  }
  if (standBy === 'smtp' && first === 'smtp') {
    problems.push(
      'EMAIL_STANDBY=smtp is the server that EMAIL_TRANSPORT uses already. Set EMAIL_TRANSPORT=resend, or EMAIL_STANDBY=resend.',
    )
  }
  if (standBy === 'smtp' && first !== 'smtp') {
    problems.push(...need(env, 'SMTP_URL', smtpAdvice('EMAIL_STANDBY=smtp')))
  }
  if (standBy === 'resend') {
    problems.push(
      ...need(
        env,
        'RESEND_STANDBY_API_KEY',
        'EMAIL_STANDBY=resend needs it: the key of a second account, because an outage of the first one, or its quota, concerns all of its keys.',
      ),
    )
  }
  const { RESEND_STANDBY_API_KEY: key } = env
  if (standBy === 'resend' && key && key === env.RESEND_API_KEY) {
    problems.push(
      'RESEND_STANDBY_API_KEY is the same as RESEND_API_KEY. Use the key of a second account.',
    )
  }
  const codesAfter = waitOf(env.EMAIL_STANDBY_CODES_AFTER, USUAL_CODES_MS)
  const othersAfter = waitOf(env.EMAIL_STANDBY_AFTER, null)
  if (codesAfter !== null && othersAfter !== null && othersAfter < codesAfter) {
    problems.push(
      'EMAIL_STANDBY_AFTER is shorter than EMAIL_STANDBY_CODES_AFTER. Codes cannot wait longer than other messages.',
    )
  }
  return problems
}

function waitOf(value: string | undefined, usual: number | null): number | null {
  return value === undefined ? usual : parseDuration(value)
}

const WITHOUT_STAND_BY = [
  'EMAIL_STANDBY_CODES_AFTER',
  'EMAIL_STANDBY_AFTER',
  'RESEND_STANDBY_API_KEY',
  'RESEND_STANDBY_BASE_URL',
] as const

/** Settings of a stand-by that are set although none stands by. */
export function standByWarnings(env: Variables): string[] {
  if (env.EMAIL_STANDBY) return []
  return WITHOUT_STAND_BY.filter((name) => env[name]).map(
    (name) => `${name} has no effect without EMAIL_STANDBY. Set EMAIL_STANDBY, or remove it.`,
  )
}
