import { ClerkFault } from '../../clerk/clerk-fault.ts'
import type { RecordedTemplate } from '../../clerk/delivery-record.ts'
import type { TemplateName, TemplatesApi } from '../../clerk/templates-api.ts'
import { CliError } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { labelOf, namesOf } from './choice.ts'
import { expectedError } from './cli-fault.ts'
import type { DeliveryDesk } from './delivery-desk.ts'
import { throwIfFailed } from './switch-all.ts'

// They are about one template; the others may still be given back.
const OF_ONE_TEMPLATE = new Set(['not_found', 'plan', 'locked', 'invalid'])

/**
 * Restores what is on record. A template that fails does not keep the others from being restored: people are
 * waiting for their messages. Throws a CliError at the end if one has failed.
 */
export async function restoreAll(
  context: CliContext,
  api: TemplatesApi,
  desk: DeliveryDesk,
  templates: readonly RecordedTemplate[],
): Promise<void> {
  const restored: TemplateName[] = []
  let failure: CliError | null = null
  for (const template of templates) {
    const label = labelOf(template)
    try {
      await restoreOne(context, api, desk, template)
      restored.push(template)
      context.print(`${label}: delivered by ${template.before === 'clerk' ? 'Clerk' : 'you'} again`)
    } catch (error) {
      const expected = expectedError(error)
      context.complain(`${label}: ${expected.message}`)
      failure ??= expected
      const { cause } = expected
      if (!(cause instanceof ClerkFault && OF_ONE_TEMPLATE.has(cause.kind))) break
    }
  }
  const rest = templates.filter((template) => !restored.includes(template))
  context.print(`Restored: ${namesOf(restored)}.`)
  if (!failure) return
  context.complain(`Not restored: ${namesOf(rest)}.`)
  throw new CliError('Not every template was restored.', {
    exitCode: failure.exitCode,
    fix: `${failure.fix} Or switch "Delivered by Clerk" on in the Dashboard: https://dashboard.clerk.com/~/customization/email and /sms`,
  })
}

async function restoreOne(
  context: CliContext,
  api: TemplatesApi,
  desk: DeliveryDesk,
  template: RecordedTemplate,
): Promise<void> {
  const { deliveredBy } = await api.get(template)
  if (deliveredBy === template.before) return desk.note(template, deliveredBy)
  context.print(`${labelOf(template)}: switching`)
  throwIfFailed(await desk.switch(template, template.before))
}
