import { entryOf } from '../../clerk/delivery-record.ts'
import { parseSigningSecrets } from '../../clerk/signing-secrets.ts'
import type { ClerkTemplate } from '../../clerk/templates-api.ts'
import type { Channel } from '../../domain/message.ts'
import { usage } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { type Choice, chosenOf } from './choice.ts'
import type { Connection } from './connect.ts'
import type { DeliveryDesk } from './delivery-desk.ts'
import { type Obstacle, obstacleTo } from './obstacle.ts'
import { inOrder, unknownIn } from './order.ts'
import { readReport, type ServiceReport } from './running-service.ts'
import { createSends, type Sends } from './sends.ts'

export interface PlannedSwitch {
  readonly template: ClerkTemplate
  readonly sends: Sends['sends']
  /** Whether the service keeps them in its outbox and sends none. */
  readonly captured: boolean
}

/** What a take-over is going to do. */
export interface Plan {
  /** In the order of the switches. */
  readonly switches: readonly PlannedSwitch[]
  readonly left: readonly { readonly template: ClerkTemplate; readonly obstacle: Obstacle }[]
  /** Delivered by you already. */
  readonly done: readonly ClerkTemplate[]
  /** Those among them whose switch was begun by a run that did not end. */
  readonly interrupted: readonly ClerkTemplate[]
  readonly report: ServiceReport
}

export interface PlanOptions extends Choice {
  readonly order: readonly string[]
  readonly url: string
}

/** Decides which templates are switched, and in which order. Changes nothing. */
export async function planTakeOver(
  context: CliContext,
  { instance, environment, templates }: Connection,
  desk: Pick<DeliveryDesk, 'record'>,
  options: PlanOptions,
): Promise<Plan> {
  const chosen = chosenOf(templates, options, 'Clerk has')
  requireOrder(options.order, templates)
  requireBoundSecret(context, instance)
  const tools = await context.offlineTools()
  const sendsOf = await createSends(tools, instance)
  const report = await readReport(context, options.url, instance)
  const readiness = {
    tools,
    now: context.now,
    production: environment === 'production',
    instance,
    captures: (channel: Channel) =>
      report.kind === 'read'
        ? report.transports[channel] === 'capture'
        : tools.transports[channel] === null,
    isNamed: ({ slug }: ClerkTemplate) => options.slug.includes(slug),
  }
  const switches: PlannedSwitch[] = []
  const left: Plan['left'][number][] = []
  const done = chosen.filter(({ deliveredBy }) => deliveredBy === 'you')
  for (const template of inOrder(chosen, options.order)) {
    if (done.includes(template)) continue
    const sends = await sendsOf(template)
    const obstacle = await obstacleTo(template, sends, readiness)
    if (obstacle) left.push({ template, obstacle })
    else {
      const captured = readiness.captures(template.channel)
      switches.push({ template, sends: sends.sends, captured })
    }
  }
  const interrupted = done.filter((one) => entryOf(desk.record(), one)?.now === 'unknown')
  return { switches, left, done, interrupted, report }
}

function requireOrder(order: readonly string[], templates: readonly ClerkTemplate[]): void {
  const [unknown] = unknownIn(order, templates)
  if (unknown === undefined) return
  throw usage(
    `--order ${unknown} is neither a kind of message nor the slug of a template.`,
    'Write --order notice,invitation,link,code, or slugs among them.',
  )
}

/** The service refuses events of an instance that no signing secret is valid for. */
function requireBoundSecret({ settings }: CliContext, instance: string | null): void {
  const secrets = parseSigningSecrets(settings.signingSecrets)
  const accepts = ({ instances }: { readonly instances: readonly string[] }) =>
    instances.length === 0 || instances.includes(instance ?? '')
  if (instance === null || secrets.length === 0 || secrets.some(accepts)) return
  const bound = secrets.flatMap(({ instances }) => instances).join(', ')
  throw usage(
    `CLERK_SECRET_KEY belongs to ${instance}, but the signing secrets are bound to ${bound}. The service would refuse its events.`,
    'Set the key of that instance, or add the signing secret of the endpoint in this one.',
  )
}
