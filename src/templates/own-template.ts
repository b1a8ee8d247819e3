import type { Common } from '../../emails/_parts/common.ts'

/**
 * What an own template gets: Clerk's variables as they came, and what all templates get.
 *
 * @example
 * // emails/welcome.tsx
 * export default function Welcome({ brand, locale }: OwnProps) {
 *   return <html lang={locale}><body>Good to see you at {brand.appName}</body></html>
 * }
 * export const subject = ({ brand }: OwnProps) => `Good to see you at ${brand.appName}`
 */
export interface OwnProps extends Common {
  readonly variables: Readonly<Record<string, unknown>>
}
