import type { Finding } from '../domain/finding.ts'
import type { CliContext } from './context.ts'

const ID = 'send.alert'

/** `send.alert`: one test alert to each target, with a finding for each. */
export async function sendTestAlert({
  testAlert,
}: Pick<CliContext, 'testAlert'>): Promise<Finding[]> {
  const posts = await testAlert()
  if (posts.length === 0) {
    return [{ id: ID, status: 'skipped', message: 'ALERT_WEBHOOK_URL is not set.' }]
  }
  return posts.map(({ target, outcome }) =>
    outcome.kind === 'accepted'
      ? { id: ID, status: 'ok', message: `${target} accepted it. See whether it is shown.` }
      : {
          id: ID,
          status: 'fail',
          message: `${target} ${outcome.why}.`,
          fix: 'Check this address in ALERT_WEBHOOK_URL, and its format: docs/alerts.md.',
        },
  )
}
