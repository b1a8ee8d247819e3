/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Limits, LimitsInForce } from '../../store/views/limits.ts'
import { Scroll } from '../ui/table.tsx'
import { limitWords } from './limit-words.ts'

interface Row {
  readonly name: string
  readonly setting: string
  readonly read: (limits: LimitsInForce) => string
}

const ROWS: readonly Row[] = [
  {
    name: 'Codes and links to one recipient',
    setting: 'LIMIT_CODES',
    read: ({ codes }) => limitWords(codes),
  },
  {
    name: 'Other messages of one slug to one recipient',
    setting: 'LIMIT_NOTICES',
    read: ({ notices }) => limitWords(notices),
  },
  {
    name: 'Numbers of a range that is new',
    setting: 'LIMIT_SMS_NEW_RANGE',
    read: ({ smsNewRange }) => limitWords(smsNewRange),
  },
  {
    name: 'Numbers of a range that got SMS before',
    setting: 'LIMIT_SMS_KNOWN_RANGE',
    read: ({ smsKnownRange }) => limitWords(smsKnownRange),
  },
  {
    name: 'Countries that get SMS',
    setting: 'SMS_COUNTRIES',
    read: ({ smsCountries }) => smsCountries?.join(', ') ?? 'all',
  },
]

/** The limits that apply, with a column for each Clerk instance of the settings file. */
export function InForce({ limits }: { limits: Limits }) {
  const { general, instances, checkNumbers, welcomesPerMinute, dailySegments } = limits
  const columns = instances.length + 1
  return (
    <Scroll label="Limits that apply">
      <table class="limits">
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col">{instances.length === 0 ? 'At most' : 'General'}</th>
            {instances.map(({ id, name }) => (
              <th scope="col">{name ?? id}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ name, setting, read }) => (
            <tr>
              <Name name={name} setting={setting} />
              <td>{read(general)}</td>
              {instances.map((instance) => (
                <td class={read(instance) === read(general) ? 'soft' : undefined}>
                  {read(instance)}
                </td>
              ))}
            </tr>
          ))}
          <ForAll name="SMS segments in a day (UTC)" setting="SMS_DAILY_SEGMENTS" columns={columns}>
            {dailySegments?.toLocaleString('en') ?? 'no limit'}
          </ForAll>
          <ForAll name="Welcome emails in a minute" setting="WELCOME_PACE" columns={columns}>
            {welcomesPerMinute?.toLocaleString('en') ?? 'no limit'}
          </ForAll>
          <ForAll name="Numbers that cannot get SMS" setting="SMS_CHECK_NUMBERS" columns={columns}>
            {checkNumbers ? 'left out' : 'not checked'}
          </ForAll>
        </tbody>
      </table>
    </Scroll>
  )
}

function ForAll({
  columns,
  children,
  ...name
}: {
  name: string
  setting: string
  columns: number
  children: Child
}) {
  return (
    <tr>
      <Name {...name} />
      <td colspan={columns}>{children}</td>
    </tr>
  )
}

function Name({ name, setting }: { name: string; setting: string }) {
  return (
    <th scope="row">
      {name}
      <div>
        <code>{setting}</code>
      </div>
    </th>
  )
}
