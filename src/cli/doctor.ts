import { type Command, Option } from 'commander'
import { runChecks, unknownIds } from '../doctor/run-checks.ts'
import type { Finding } from '../domain/finding.ts'
import type { Channel } from '../domain/message.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { recipientOf } from './recipient.ts'
import { sendAndWait } from './send-and-wait.ts'
import { addressOf } from './service.ts'

interface Options {
  readonly sendTo?: string
  readonly smsTo?: string
  readonly skip: readonly string[]
  readonly url: string
  readonly json?: boolean
}

const WIDTH = 'skipped'.length

/** `bellhop doctor`: checks everything that a message needs on its way, and changes nothing. */
export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('check the set-up: settings, database, keys, domain, DNS, sender, webhooks')
    .addOption(
      new Option(
        '--skip <ids>',
        'checks to leave out, separated by commas, such as dns,resend.quota',
      )
        .argParser((value) =>
          value
            .split(',')
            .map((id) => id.trim())
            .filter(Boolean),
        )
        .default([], 'none'),
    )
    .option('--url <url>', 'address of the service', context.settings.url)
    .option(
      '--send-to <address>',
      'send one real email to your own address, and wait for its report',
    )
    .option('--sms-to <number>', 'send one real SMS to your own number, and wait for its report')
    .option('--json', 'print one JSON object per line')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing failed, 1 a check failed, 2 the checks could not run.\n\nExamples:\n  bellhop doctor\n  bellhop doctor --skip dns,resend.quota\n  bellhop doctor --send-to you@example.com --sms-to +14155550123\n  bellhop doctor --json | grep \'"fail"\'',
    )
    .action((options: Options) => doctor(context, options))
}

async function doctor(context: CliContext, options: Options): Promise<void> {
  const { skip, url, json = false } = options
  // What is written wrongly ends the command before it does anything.
  const recipients = recipientsOf(options)
  addressOf(url, '/')
  const checks = await context.doctorChecks(url)
  const [unknown] = unknownIds(checks, skip)
  if (unknown) {
    throw usage(
      `There is no check ${unknown}.`,
      `Use some of ${checks.map(({ id }) => id).join(', ')}.`,
    )
  }
  const width = Math.max(...checks.map(({ id }) => id.length))
  const findings: Finding[] = []
  const report = (finding: Finding): void => {
    findings.push(finding)
    print(context, finding, width, json)
  }
  for (const finding of runChecks(checks, { skip, limitMs: context.checkLimitMs }))
    report(await finding)
  for (const { channel, to } of recipients) report(await sendAndWait(context, channel, to))

  const failed = findings.filter(({ status }) => status === 'fail').length
  if (failed > 0) {
    throw new CliError(`${failed} of ${findings.length} checks failed.`, {
      exitCode: EXIT.found,
      fix: 'Correct what is marked with fail, from the top, and run bellhop doctor again.',
    })
  }
}

function recipientsOf({ sendTo, smsTo }: Options): { channel: Channel; to: string }[] {
  return [...entryOf('email', '--send-to', sendTo), ...entryOf('sms', '--sms-to', smsTo)]
}

function entryOf(channel: Channel, option: string, to: string | undefined) {
  return to === undefined ? [] : [{ channel, to: recipientOf(channel, to, { option }) }]
}

function print({ print: line }: CliContext, finding: Finding, ids: number, json: boolean): void {
  const { id, status, message, fix } = finding
  line(
    json
      ? JSON.stringify({ id, status, message, fix })
      : `${status.padEnd(WIDTH)}  ${id.padEnd(ids)}  ${message}${fix ? ` ${fix}` : ''}`,
  )
}
