/**
 * Keeps one email or SMS from becoming two messages: the column is unique.
 * `sourceId` is Clerk's id of the email or SMS (`ema_…`, `sms_…`).
 */
export function dedupeKey(instanceId: string, sourceId: string): string {
  return `${instanceId}:${sourceId}`
}

/** What a welcome email has in place of Clerk's id. */
export function welcomeId(userId: string): string {
  return `welcome:${userId}`
}

/** The header by which a provider recognises a repeated request. At most 256 characters. */
export function idempotencyKey(attemptId: string): string {
  return `bellhop/${attemptId}`
}
