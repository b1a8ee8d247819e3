/**
 * Stops the same thing from becoming two messages (a unique column of ours).
 * `sourceId` is Clerk's id of the email or SMS (`ema_…`, `sms_…`).
 */
export function dedupeKey(instanceId: string, sourceId: string): string {
  return `${instanceId}:${sourceId}`
}

export function welcomeDedupeKey(instanceId: string, userId: string): string {
  return `${instanceId}:welcome:${userId}`
}

/** Stops the same request from being sent twice by a provider (a header of theirs). At most 256 characters. */
export function idempotencyKey(attemptId: string): string {
  return `bellhop/${attemptId}`
}
