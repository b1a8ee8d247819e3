/**
 * The same key for the same email or SMS. Its column is unique, so there is never a second message.
 * `sourceId` is Clerk's id of the email or SMS (`ema_…`, `sms_…`).
 */
export function dedupeKey(instanceId: string, sourceId: string): string {
  return `${instanceId}:${sourceId}`
}

/** The id of a welcome email, which has no id of Clerk's. */
export function welcomeId(userId: string): string {
  return `welcome:${userId}`
}

/** The header by which a provider recognises a repeated request. At most 256 characters. */
export function idempotencyKey(attemptId: string): string {
  return `bellhop/${attemptId}`
}
