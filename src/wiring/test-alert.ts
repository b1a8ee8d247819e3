import type { TestAlertPost } from '../cli/context.ts'
import type { Config } from '../config/config.ts'
import type { AlertTypeName } from '../observe/alerts/alert-types.ts'
import { alertListeners } from './alerts.ts'

const TYPE: AlertTypeName = 'alert.test'

/** Posts a test alert to each target once. If a target is told that a problem is over, its test ends at once. */
export async function postTestAlert(
  config: Pick<Config, 'alerts' | 'publicUrl'>,
  { now, newId }: { readonly now: () => Date; readonly newId: () => string },
): Promise<TestAlertPost[]> {
  const alert = { id: newId(), type: TYPE, at: now(), data: {} }
  return Promise.all(
    alertListeners(config, now).map(async ({ name, tellsEnds, post }) => {
      const outcome = await post({ ...alert, kind: 'raised' })
      const isOpen = tellsEnds && outcome.kind === 'accepted'
      return { target: name, outcome: isOpen ? await post({ ...alert, kind: 'ended' }) : outcome }
    }),
  )
}
