/** Whether the long form runs (`npm run test:full`): every case, and not only enough of them to show each promise. */
export const FULL = process.env.TEST_FULL === '1'

/** All cases in the long form, the first of them in the short one. */
export function someOf<Case>(cases: readonly Case[], count = 1): readonly Case[] {
  return FULL ? cases : cases.slice(0, count)
}
