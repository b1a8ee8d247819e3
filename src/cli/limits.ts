import type { Command } from 'commander'
import type { Limits, LimitsInForce } from '../store/views/limits.ts'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import type { Line } from './line.ts'
import { readApi } from './service.ts'
import { table } from './table.ts'

/** `bellhop limits`: the limits of a running service, and what they held back. */
export function addLimits(program: Command, context: CliContext): void {
  program
    .command('limits')
    .description('show the limits that apply, and what they held back in the last 24 hours')
    .option('--url <url>', 'address of the service', context.settings.url)
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('bellhop limits', 'bellhop limits --json | jq .heldBack'))
    .action(async (options: { url: string; json?: boolean }) => {
      const limits = await readApi<Limits>(context, options.url, '/api/limits')
      if (options.json) context.print(JSON.stringify(limits))
      else for (const line of describe(limits)) context.print(line)
    })
}

const ROWS: readonly [string, (limits: LimitsInForce) => string][] = [
  ['codes and links to one recipient', ({ codes }) => codes],
  ['other messages of one slug to one recipient', ({ notices }) => notices],
  ['numbers of a range that is new', ({ smsNewRange }) => smsNewRange],
  ['numbers of a range that got SMS before', ({ smsKnownRange }) => smsKnownRange],
  ['countries that get SMS', ({ smsCountries }) => smsCountries?.join(',') ?? 'all'],
]

function describe(limits: Limits): Line[] {
  const {
    general,
    instances,
    checkNumbers,
    dailySegments,
    segmentsToday,
    heldBack,
    welcomesPerMinute,
  } = limits
  const columns = [general, ...instances]
  return [
    ...table(
      ['limit', 'general', ...instances.map(({ id, name }) => name ?? id)],
      ROWS.map(([name, read]) => [name, ...columns.map(read)]),
    ),
    '',
    `numbers that cannot get SMS: ${checkNumbers ? 'left out' : 'not checked'}`,
    `welcome emails per minute: ${welcomesPerMinute ?? 'no limit'}`,
    `SMS segments today (UTC): ${segmentsToday}${dailySegments === null ? '' : ` of ${dailySegments}`}`,
    '',
    ...(heldBack.length === 0
      ? ['nothing was held back in the last 24 hours']
      : [
          'held back in the last 24 hours',
          ...table(
            ['reason', 'detail', 'channel', 'messages'],
            heldBack.map(({ reason, detail, channel, count }) => [
              reason,
              detail ?? '-',
              channel,
              String(count),
            ]),
          ),
        ]),
  ]
}
