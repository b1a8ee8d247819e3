import { z } from 'zod'
import { ALERT_FORMATS, type AlertFormat, type AlertTarget } from '../domain/alert-target.ts'
import { entriesOf } from './list-settings.ts'

/** One address of ALERT_WEBHOOK_URL. The format is null if neither the entry nor the address tells it. */
export interface AlertAddress {
  readonly format: AlertFormat | null
  readonly url: string
}

// Only the host is compared, because providers change the path more often.
const HOSTS: readonly (readonly [AlertFormat, RegExp])[] = [
  ['slack', /^hooks\.slack(?:-gov)?\.com$/],
  ['discord', /^(?:\w+\.)?discord(?:app)?\.com$/],
  [
    'teams',
    /(?:\.logic\.azure\.(?:com|us)|\.environment\.api\.(?:[\w-]+\.)?powerplatform\.(?:com|us)|\.webhook\.office\.com)$/,
  ],
  ['pagerduty', /^events\.(?:eu\.)?pagerduty\.com$/],
]

/** The addresses that alerts are posted to: `https://…` or `<format>=https://…`, separated by spaces or commas. */
export const alertAddresses = z
  .string()
  .transform(entriesOf)
  .pipe(
    z
      .array(
        z
          .string()
          .refine((entry) => urlOf(entry) !== null, 'must consist of http(s) addresses')
          .refine(
            hasKnownFormat,
            `has an unknown format in front of an address. Use ${ALERT_FORMATS.join('=, ')}=`,
          )
          .refine(
            (entry) => !urlOf(entry)?.username && !urlOf(entry)?.password,
            'has a user name or password in an address, which requests cannot have',
          )
          .refine(
            hasRoutingKey,
            'has an address of PagerDuty without a routing key. Add ?routing_key= and the integration key of your service (Events API v2)',
          ),
      )
      .min(1, 'is empty'),
  )
  .transform((entries) => entries.map(addressOf))

/** The targets. Those without a format get `usual`. Each is listed once. */
export function alertTargets(
  addresses: readonly AlertAddress[],
  usual: AlertFormat = 'standard',
): AlertTarget[] {
  const targets = addresses.map(({ format, url }) => ({ format: format ?? usual, url }))
  return targets.filter(
    ({ format, url }, at) =>
      targets.findIndex((one) => one.format === format && one.url === url) === at,
  )
}

/** Whether an alert goes out as a signed webhook. Takes the variables as they are written. */
export function hasSignedTarget(addresses = '', usual = 'standard'): boolean {
  const { data = [] } = alertAddresses.safeParse(addresses)
  return data.some(({ format }) => (format ?? usual) === 'standard')
}

function addressOf(entry: string): AlertAddress {
  const url = entry.slice(prefixOf(entry).length).replace(/\/+$/, '')
  const named = prefixOf(entry).slice(0, -1)
  const format = ALERT_FORMATS.find((one) => one === named) ?? recognised(url)
  return { format, url }
}

function recognised(url: string): AlertFormat | null {
  const { hostname } = new URL(url)
  return HOSTS.find(([, host]) => host.test(hostname))?.[0] ?? null
}

/** `slack=`, or nothing. */
function prefixOf(entry: string): string {
  return /^\w+=/.exec(entry)?.[0] ?? ''
}

function urlOf(entry: string): URL | null {
  const url = URL.parse(entry.slice(prefixOf(entry).length))
  return url && /^https?:$/.test(url.protocol) ? url : null
}

function hasKnownFormat(entry: string): boolean {
  const prefix = prefixOf(entry)
  return prefix === '' || ALERT_FORMATS.some((format) => prefix === `${format}=`)
}

function hasRoutingKey(entry: string): boolean {
  const url = urlOf(entry)
  if (!url || addressOf(entry).format !== 'pagerduty') return true
  return Boolean(url.searchParams.get('routing_key'))
}
