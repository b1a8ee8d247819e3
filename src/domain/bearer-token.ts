/** The token of a header such as `Authorization: Bearer abc`; null if there is none. */
export function bearerTokenOf(authorization: string | undefined): string | null {
  const [scheme, token] = authorization?.split(' ') ?? []
  return scheme?.toLowerCase() === 'bearer' && token ? token : null
}
