/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime'
import { Link, type LinkProps } from './link.tsx'

/** `primary`: the one thing to do here. `danger`: it removes something, or cannot be undone. */
export type ButtonKind = 'primary' | 'plain' | 'danger'

export type ButtonProps = JSX.IntrinsicElements['button'] & { readonly kind?: ButtonKind }

/** A button of a form. It submits the form unless it has another `type`. */
export function Button({ kind = 'plain', type = 'submit', ...rest }: ButtonProps) {
  return <button {...rest} type={type} class={`button ${kind}`} />
}

/** A link that looks like a button. */
export function LinkButton({ kind = 'plain', ...rest }: LinkProps & { kind?: ButtonKind }) {
  return <Link {...rest} class={`button ${kind}`} />
}
