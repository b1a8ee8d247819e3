/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { Button, type ButtonKind } from './button.tsx'
import { ActionForm } from './form.tsx'

export interface ConfirmProps {
  /** The words of the button that opens it. */
  readonly label: string
  /** For screen readers, if several on a page have the same words. */
  readonly about?: string
  /** The path that the form is posted to. */
  readonly action: string
  /** The words of the button that does it; otherwise `label`. */
  readonly button?: string
  readonly kind?: ButtonKind
  /** Whether the second step is shown at once. */
  readonly open?: boolean
  /** What will happen, and further fields of the form. */
  readonly children: Child
}

/** A change in two steps: the first says what will happen, the second does it. Works without a script. */
export function Confirm(props: ConfirmProps) {
  const { label, about, action, button, kind = 'plain', open, children } = props
  return (
    <details class="confirm" open={open}>
      <summary class={`button ${kind === 'primary' ? 'plain' : kind}`} aria-label={about}>
        {label}
      </summary>
      <div class="confirm-body">
        <ActionForm action={action}>
          <div>{children}</div>
          <Button kind={kind === 'plain' ? 'primary' : kind}>{button ?? label}</Button>
        </ActionForm>
      </div>
    </details>
  )
}
