/** @jsxImportSource hono/jsx */
import { useAddress } from '../ui/base.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { HiddenFields } from '../ui/form.tsx'
import { Menu } from '../ui/menu.tsx'
import { EXPORT_FORMATS } from './export-file.ts'
import { type MessageFilter, pathOf } from './filter.ts'

/** Downloads the list. Operators can have full recipients in it. */
export function ExportMenu({
  filter,
  count,
  operator,
}: {
  filter: MessageFilter
  /** How many messages the list has, in words. */
  count: string
  operator: boolean
}) {
  const at = useAddress()
  return (
    <Menu label="Export" edge="end">
      <p>
        {count === '1' ? 'The 1 message' : `All ${count} messages`} of this list, newest first.
        Recipients are masked.
      </p>
      <p class="page-actions">
        {EXPORT_FORMATS.map((format) => (
          <LinkButton to={pathOf(filter, `/messages/export.${format}`)} download="">
            {format.toUpperCase()}
          </LinkButton>
        ))}
      </p>
      {operator && (
        <form method="post" action={at('/messages/export.csv')} class="export-full">
          <HiddenFields values={filter} />
          <p>
            <strong>With full addresses and numbers.</strong> The audit records who exported them,
            when, and with which filters.
          </p>
          <p>
            <label>
              <input type="checkbox" name="confirm" value="yes" required /> I need full recipients
            </label>
          </p>
          <p class="page-actions">
            {EXPORT_FORMATS.map((format) => (
              <Button kind="danger" formaction={at(`/messages/export.${format}`)}>
                Full {format.toUpperCase()}
              </Button>
            ))}
          </p>
        </form>
      )}
    </Menu>
  )
}
