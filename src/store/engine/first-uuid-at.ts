/**
 * The smallest id that can have been made at `at`: ids begin with their time, so that the primary key
 * also finds rows by age. Ids are made around the time in `created_at`, not at it; hence the slack.
 */
export function idFloor(at: Date, slackMs = 0): string {
  const hex = Math.max(0, at.getTime() + slackMs)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`
}

/** How far an id and its `created_at` may lie apart. */
export const ID_SLACK_MS = 10 * 60_000
