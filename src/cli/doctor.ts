import type { Command } from 'commander'
import type { Finding } from '../domain/finding.ts'
import type { Channel } from '../domain/message.ts'
import { checkLine, skipOption, startChecks, widthOfIds } from './chosen-checks.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import { recipientOf } from './recipient.ts'
import { sendTestAlert } from './send-alert.ts'
import { sendAndWait } from './send-and-wait.ts'

interface Options {
  readonly sendTo?: string
  readonly smsTo?: string
  readonly sendAlert?: boolean
  readonly skip: readonly string[]
  readonly url: string
  readonly json?: boolean
}

/** `bellhop doctor`: checks everything that a message needs on its way, and changes nothing. */
export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('check the set-up: settings, database, keys, domain, DNS, sender, webhooks')
    .addOption(skipOption('checks to leave out, separated by commas, such as dns,resend.quota'))
    .option('--url <url>', 'address of the service', context.settings.url)
    .option(
      '--send-to <address>',
      'send one real email to your own address, and wait for its report',
    )
    .option('--sms-to <number>', 'send one real SMS to your own number, and wait for its report')
    .option('--send-alert', 'send a test alert to each target of ALERT_WEBHOOK_URL')
    .option('--json', 'print one JSON object per line')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing failed, 1 a check failed, 2 the checks could not run.\n' +
        examples(
          'bellhop doctor',
          'bellhop doctor --skip dns,resend.quota',
          'bellhop doctor --send-to you@example.com --sms-to +14155550123',
          'bellhop doctor --send-alert',
          'bellhop doctor --json | grep \'"fail"\'',
        ),
    )
    .action((options: Options) => doctor(context, options))
}

async function doctor(context: CliContext, options: Options): Promise<void> {
  const { skip, url, json = false } = options
  // What is written wrongly ends the command before it does anything.
  const recipients = recipientsOf(options)
  const started = await startChecks(context, { skip, url })
  const width = widthOfIds(started.checks)
  const findings: Finding[] = []
  const report = (finding: Finding): void => {
    findings.push(finding)
    print(context, finding, width, json)
  }
  for (const finding of started.findings) report(await finding)
  const isUsable = findings.every(({ id, status }) => id !== 'settings' || status !== 'fail')
  for (const { channel, to } of recipients) {
    report(isUsable ? await sendAndWait(context, channel, to) : notSent(channel))
  }
  if (options.sendAlert) {
    const sent = isUsable ? await sendTestAlert(context) : [notSent('alert')]
    for (const finding of sent) report(finding)
  }

  const failed = findings.filter(({ status }) => status === 'fail').length
  if (failed > 0) {
    throw new CliError(`${failed} of ${findings.length} checks failed.`, {
      exitCode: EXIT.found,
      fix: 'Correct what is marked with fail, from the top, and run bellhop doctor again.',
    })
  }
}

/** Nothing can be sent with wrong settings, which the check of the settings has said. */
function notSent(what: Channel | 'alert'): Finding {
  const message = 'The settings must be corrected first.'
  return { id: `send.${what}`, status: 'skipped', message }
}

function recipientsOf({ sendTo, smsTo }: Options): { channel: Channel; to: string }[] {
  return [...entryOf('email', '--send-to', sendTo), ...entryOf('sms', '--sms-to', smsTo)]
}

function entryOf(channel: Channel, option: string, to: string | undefined) {
  return to === undefined ? [] : [{ channel, to: recipientOf(channel, to, { option }) }]
}

function print({ print: line }: CliContext, finding: Finding, ids: number, json: boolean): void {
  const { id, status, message, fix } = finding
  line(json ? JSON.stringify({ id, status, message, fix }) : checkLine(finding, ids))
}
