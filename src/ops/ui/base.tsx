/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { createContext, useContext } from 'hono/jsx'

/** The path below which the service is mounted, for example `/bellhop`; empty at the root of its host. */
export const Base = createContext('')

/** The base path of this request: the variable `basePath`, which whoever mounts the service sets. */
export function baseOf(c: Context): string {
  return c.get('basePath') ?? ''
}

/** The address of one of Bellhop's own paths, for redirects. */
export function address(c: Context, path: string): string {
  return `${baseOf(c)}${path}`
}

/** The path of the request without the base path. */
export function pathOf(c: Context): string {
  return withoutBase(baseOf(c), c.req.path)
}

/** A path without the base path, if it begins with it. */
export function withoutBase(base: string, path: string): string {
  if (path === base) return '/'
  return base && path.startsWith(`${base}/`) ? path.slice(base.length) : path
}

/** In a component: the function that turns one of Bellhop's own paths into its address. */
export function useAddress(): (path: string) => string {
  const base = useContext(Base)
  return (path) => `${base}${path}`
}
