/** A base path in its one form: `/bellhop`, and empty for the root. */
export function normalBase(basePath: string): string {
  return `/${basePath}`.replaceAll(/\/+/g, '/').replace(/\/$/, '')
}
