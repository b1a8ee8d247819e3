/** @jsxImportSource hono/jsx */
import { EmptyState } from '../ui/empty-state.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function AuditPage() {
  return (
    <>
      <PageTitle title="Audit" about="Who changed what, and who looked at what." />
      <EmptyState title="Nothing was changed yet" />
    </>
  )
}
