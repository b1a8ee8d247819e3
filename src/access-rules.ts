import { parseSigningSecrets } from './clerk/signing-secrets.ts'
import type { Config } from './config.ts'
import type { AccessRules } from './ops/access.ts'
import type { ClerkSettings } from './ops/clerk-sessions.ts'

/** Who may look at the pages, as configured. */
export function accessRules(config: Config, signingSecrets: readonly string[]): AccessRules {
  const { opsToken, opsViewerToken, clerk, email, sms } = config
  const bare = parseSigningSecrets(signingSecrets).map(({ secret }) => secret)
  // The signing secrets are among them because who holds a token must not be able to make up the
  // session of another role. All are the same in every instance. Clerk's JWT key would not do: it is public.
  const secrets = [opsToken, opsViewerToken, clerk.secretKey, ...bare]
  return {
    tokens: { operator: opsToken, viewer: opsViewerToken },
    clerk: clerkSettings(config),
    production: config.production,
    captureOnly: email.transport === 'capture' && sms.transport === 'capture',
    publicUrl: config.publicUrl,
    secrets: secrets.filter((secret) => secret !== undefined),
  }
}

function clerkSettings({ clerk, publicUrl }: Config): ClerkSettings | null {
  const { publishableKey, secretKey, jwtKey, users, orgRoles } = clerk
  if (!publishableKey || !publicUrl || users.length + orgRoles.length === 0) return null
  const list = {
    users: new Map(users.map((entry) => split(entry, 1))),
    orgRoles: new Map(orgRoles.map((entry) => split(entry, 2))),
  }
  return { publishableKey, secretKey, jwtKey, publicUrl, list }
}

/** `user_2abc:operator` or `org:admin`: after `parts` of a name our role, viewer where it is left out. */
function split(entry: string, parts: number): [name: string, role: 'viewer' | 'operator'] {
  const all = entry.split(':')
  return [all.slice(0, parts).join(':'), all[parts] === 'operator' ? 'operator' : 'viewer']
}
