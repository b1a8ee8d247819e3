/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime'
import { useAddress } from './base.tsx'

export type LinkProps = Omit<JSX.IntrinsicElements['a'], 'href'> & {
  /** A path of Bellhop without the base path, for example `/messages?status=failed`. */
  readonly to: string
}

/** A link to another page of Bellhop. */
export function Link({ to, ...rest }: LinkProps) {
  return <a {...rest} href={useAddress()(to)} />
}
