/** @jsxImportSource hono/jsx */
import { Notice } from './notice.tsx'

/** Says which filters of an address are not valid. */
export function IgnoredFilters({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <Notice tone="warn" role="alert">
      These filters are not valid and were ignored: {names.join(', ')}.
    </Notice>
  )
}
