import { parseSigningSecrets } from '../clerk/signing-secrets.ts'
import type { Config } from '../config/config.ts'
import { type Access, createAccess } from '../ops/access/access.ts'
import type { ClerkSettings } from '../ops/access/clerk-sessions.ts'
import type { AccessRules } from '../ops/access/rules.ts'
import { endSession, isEnded } from '../store/ended-sessions.ts'
import type { Db } from '../store/engine/database.ts'
import type { Callers } from './callers.ts'
import { capturedChannels } from './captured.ts'

/** The access rules of the pages, from the configuration. */
export function openAccess(
  config: Config,
  signingSecrets: readonly string[],
  deps: Callers & { readonly db: Db; readonly now: () => Date },
): Access {
  const { db, ...rest } = deps
  return createAccess(accessRules(config, signingSecrets), {
    ...rest,
    ended: {
      has: (sessionId) => isEnded(db, sessionId),
      add: (session) => endSession(db, session, deps.now()),
    },
  })
}

function accessRules(config: Config, signingSecrets: readonly string[]): AccessRules {
  const { opsToken, opsViewerToken, clerk } = config
  const captured = capturedChannels(config)
  const bare = parseSigningSecrets(signingSecrets).map(({ secret }) => secret)
  // The signing secrets belong to them, so that somebody with the viewer's token cannot make a session
  // of an operator. All are the same in every instance. Clerk's JWT key would not help: it is public.
  const secrets = [opsToken, opsViewerToken, clerk.secretKey, ...bare]
  return {
    tokens: { operator: opsToken, viewer: opsViewerToken },
    clerk: clerkSettings(config),
    production: config.production,
    captureOnly: captured.email && captured.sms,
    publicUrl: config.publicUrl,
    secrets: secrets.filter((secret) => secret !== undefined),
  }
}

function clerkSettings({ clerk, publicUrl }: Config): ClerkSettings | null {
  const { publishableKey, secretKey, jwtKey, apiUrl, users, orgRoles } = clerk
  if (!publishableKey || !publicUrl || users.length + orgRoles.length === 0) return null
  const list = {
    users: new Map(users.map((entry) => split(entry, 1))),
    orgRoles: new Map(orgRoles.map((entry) => split(entry, 2))),
  }
  return { publishableKey, secretKey, jwtKey, apiUrl, publicUrl, list }
}

/** Splits `user_2abc:operator` or `org:admin`: a name of so many `parts`, then the role, `viewer` if missing. */
function split(entry: string, parts: number): [name: string, role: 'viewer' | 'operator'] {
  const all = entry.split(':')
  return [all.slice(0, parts).join(':'), all[parts] === 'operator' ? 'operator' : 'viewer']
}
