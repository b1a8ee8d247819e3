/** @jsxImportSource hono/jsx */

/**
 * An instant: the exact time in UTC. The script turns it into words such as "2 min ago", with the exact
 * time in the reader's zone on hover and focus.
 */
export function Time({ at }: { at: Date | null }) {
  if (at === null) return <span class="soft">–</span>
  const iso = at.toISOString()
  return <time datetime={iso}>{`${iso.slice(0, 19).replace('T', ' ')} UTC`}</time>
}
