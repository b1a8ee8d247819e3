/**
 * The smallest id that can have been created at `at`. Ids begin with their time, so the primary key also finds
 * rows by age. An id is created near the time in `created_at`, not exactly at it: hence the slack.
 */
export function idFloor(at: Date, slackMs = 0): string {
  const hex = Math.max(0, at.getTime() + slackMs)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`
}

/** How far the time in an id may be from its `created_at`. */
export const ID_SLACK_MS = 10 * 60_000
