import { openProviderServer, type ProviderServer } from './provider-server.ts'

export interface ClerkInstance extends ProviderServer {
  /** What the instance is. Tests change it. */
  readonly facts: {
    id: string
    environment: 'development' | 'production'
    blockedCountries: string[]
  }
}

/** A fake of the part of Clerk's Backend API that tells about the instance of a key. */
export async function openClerkInstance(secretKey = 'sk_test_clerk'): Promise<ClerkInstance> {
  const facts: ClerkInstance['facts'] = {
    id: 'ins_acme',
    environment: 'development',
    blockedCountries: [],
  }
  const failure = (status: number) => ({
    status,
    headers: status === 429 ? { 'retry-after': '1' } : {},
    body: { errors: [{ code: 'clerk_key_invalid', message: `Error ${status}` }] },
  })
  const server = await openProviderServer({
    now: () => new Date(),
    failure,
    async answer({ method, path, headers }) {
      if (headers.authorization !== `Bearer ${secretKey}`) return failure(401)
      if (method === 'GET' && path === '/v1/instance') {
        const { id, environment } = facts
        return { status: 200, body: { object: 'instance', id, environment_type: environment } }
      }
      if (method === 'GET' && path === '/v1/instance/communication') {
        return { status: 200, body: { blocked_country_codes: facts.blockedCountries } }
      }
      return failure(404)
    },
  })
  return { ...server, facts }
}
