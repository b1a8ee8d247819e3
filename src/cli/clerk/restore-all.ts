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
  let unrecorded: CliError | null = null
  for (const template of templates) {
    const label = labelOf(template)
    try {
      unrecorded = (await restoreOne(context, api, desk, template)) ?? unrecorded
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
  if (!failure && unrecorded) throw notOnRecord(unrecorded)
  if (!failure) return
  context.complain(`Not restored: ${namesOf(rest)}.`)
  throw new CliError('Not every template was restored.', {
    exitCode: failure.exitCode,
    fix: `${failure.fix} Or switch "Delivered by Clerk" on in the Dashboard: https://dashboard.clerk.com/~/customization/email and /sms`,
  })
}

function notOnRecord({ message, exitCode, fix }: CliError): CliError {
  return new CliError(`Every template was restored, but the record does not say so: ${message}`, {
    exitCode,
    fix: `${fix} The next give-back corrects the record.`,
  })
}

/** Returns why the restored state is not on record; null if it is. Throws if it is not restored. */
async function restoreOne(
  context: CliContext,
  api: TemplatesApi,
  desk: DeliveryDesk,
  template: RecordedTemplate,
): Promise<CliError | null> {
  const { deliveredBy } = await api.get(template)
  if (deliveredBy === template.before) {
    return desk.note(template, deliveredBy).then(() => null, expectedError)
  }
  context.print(`${labelOf(template)}: switching`)
  const { unrecorded, ...outcome } = await desk.switch(template, template.before)
  throwIfFailed({ ...outcome, unrecorded: null })
  return unrecorded
}
