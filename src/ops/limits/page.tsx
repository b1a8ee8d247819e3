/** @jsxImportSource hono/jsx */
import { EmptyState } from '../ui/empty-state.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function LimitsPage() {
  return (
    <>
      <PageTitle
        title="Limits"
        about="What keeps strangers from spending your money: limits by recipient, by range of numbers, by country and by day."
      />
      <EmptyState title="No limit held a message back" />
    </>
  )
}
