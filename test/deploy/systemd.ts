import { z } from 'zod'
import { IMAGE } from './image.ts'
import { problemsOf, unknownVariables } from './problems.ts'

const yes = z.tuple([z.literal('yes')])
const only = (value: string) => z.tuple([z.literal(value)])
// The fewest open files with the embedded database: docs/http.md.
const FEWEST_FILES = 188

const service = z.looseObject({
  ExecStart: only(`/usr/bin/node ${IMAGE.options} /opt/bellhop/${IMAGE.program}`),
  EnvironmentFile: only('/etc/bellhop/bellhop.env'),
  StateDirectory: only('bellhop'),
  StateDirectoryMode: only('0700'),
  Restart: only('always'),
  LimitNOFILE: z.tuple([z.coerce.number().min(FEWEST_FILES)]),
  TimeoutStopSec: z.tuple([z.coerce.number().gt(IMAGE.stops)]),
  DynamicUser: yes,
  NoNewPrivileges: yes,
  PrivateDevices: yes,
  PrivateTmp: yes,
  ProtectHome: yes,
  ProtectSystem: only('strict'),
  CapabilityBoundingSet: only(''),
  // V8 could not run.
  MemoryDenyWriteExecute: z.undefined().optional(),
})

/** What is wrong with the unit of systemd. */
export function checkUnit(text: string): string[] {
  const settings: Record<string, string[]> = {}
  const odd: string[] = []
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    const [, name, value = ''] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (name) settings[name] = [...(settings[name] ?? []), value]
    else if (!/^\[(?:Unit|Service|Install)\]$/.test(line)) odd.push(`${line} is not a setting`)
  }
  const variables = Object.fromEntries((settings.Environment ?? []).map((one) => one.split('=')))
  return [
    ...odd,
    ...problemsOf(service, settings),
    ...problemsOf(
      z.object({ NODE_ENV: z.literal('production'), DATA_DIR: z.literal('/var/lib/bellhop') }),
      variables,
    ),
    ...unknownVariables(Object.keys(variables)),
  ]
}
