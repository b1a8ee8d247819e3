/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import type { CountWrongToken } from '../../domain/wrong-token.ts'
import { address } from '../ui/base.tsx'
import { Button } from '../ui/button.tsx'
import { errorAnswer } from '../ui/error-page.tsx'
import { ActionForm } from '../ui/form.tsx'
import { EnvironmentBadge, Mark } from '../ui/header.tsx'
import { page } from '../ui/layout.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Environment, shellOf } from '../ui/shell.ts'
import type { ClerkSessions } from './clerk-sessions.ts'
import type { ClientAddress } from './client-address.ts'
import { type IsOwnChange, isProgram, ownPath } from './origin.ts'
import type { RoleByToken } from './role-by-token.ts'
import type { AccessRules } from './rules.ts'
import type { Session, Sessions } from './session.ts'
import { dropSession, readSession, writeSession } from './session-cookie.ts'
import type { SignInRecord } from './sign-in-record.ts'

interface SignInDeps {
  readonly rules: AccessRules
  readonly sessions: Sessions
  readonly clerk: ClerkSessions | null
  readonly roleOf: RoleByToken
  readonly record: (record: SignInRecord) => void
  readonly newSessionId: () => string
  readonly open: boolean
  readonly addressOf: ClientAddress
  readonly newTokenCounter: () => CountWrongToken
  readonly isOwnChange: IsOwnChange
  readonly end: (session: Session) => Promise<void>
}

/** The sign-in form for a token, the link to Clerk's sign-in, and the sign-out. */
export function signInRoutes(deps: SignInDeps): Hono {
  const { rules, sessions, clerk, roleOf, record, newSessionId, addressOf, isOwnChange } = deps
  const routes = new Hono()
  if (!deps.open) {
    // In production nothing shows that there are pages at all.
    return rules.production ? routes : routes.all('/login', (c) => errorAnswer(c, NO_SIGN_IN))
  }
  const byToken = Boolean(rules.tokens.operator || rules.tokens.viewer)
  const countWrongToken = deps.newTokenCounter()

  const show = (c: Context, next: string, fault?: string) =>
    page(
      c,
      'Sign in',
      <SignInPage
        next={next}
        fault={fault}
        byToken={byToken}
        clerkUrl={clerk?.signInUrl(address(c, next))}
        environment={shellOf(c)?.environment}
      />,
      { shape: 'alone' },
    )

  routes.get('/login', (c) => show(c, ownPath(c.req.query('next'))))

  routes.post('/login', async (c) => {
    const form = await c.req.parseBody().catch(() => null)
    const next = ownPath(String(form?.next ?? ''))
    if (!isProgram(c) && !isOwnChange(c)) {
      c.status(403)
      return show(c, next, 'This request came from another site. Sign in here.')
    }
    // A right token is accepted however many wrong ones came from the same address.
    const role = await roleOf(String(form?.token ?? '').trim())
    if (!role) {
      const wait = await countWrongToken(addressOf(c), 'form')
      if (wait > 0) {
        c.header('Retry-After', String(wait))
        c.status(429)
        return show(c, next, `Too many attempts. Wait ${wait} seconds.`)
      }
      c.status(401)
      return show(c, next, 'This token is wrong.')
    }
    record({ outcome: 'accepted', role })
    writeSession(c, await sessions.open({ id: newSessionId(), role }), rules.publicUrl)
    return c.redirect(address(c, next), 303)
  })

  routes.post('/logout', async (c) => {
    const session = await readSession(c, sessions, rules.publicUrl)
    const own = session && isOwnChange(c)
    if (own) {
      await deps.end(session)
      dropSession(c, rules.publicUrl)
    }
    return c.redirect(address(c, own || !session ? '/login' : '/messages'), 303)
  })

  return routes
}

const NO_SIGN_IN = {
  status: 404,
  error: 'no_sign_in',
  title: 'There is no sign-in',
  fix: 'OPS_TOKEN is not set. Without it, only a service in capture mode shows its pages, and only to its own machine.',
  link: { to: '/', text: 'Go to the first page' },
} as const

function SignInPage(props: {
  next: string
  fault: string | undefined
  byToken: boolean
  clerkUrl: string | undefined
  environment: Environment | undefined
}) {
  return (
    <div class="sign-in">
      <p class="sign-in-name">
        <Mark />
        {props.environment && <EnvironmentBadge name={props.environment} />}
      </p>
      <div class="card">
        <h1>Sign in</h1>
        {props.fault && (
          <Notice tone="bad" role="alert">
            {props.fault}
          </Notice>
        )}
        {props.byToken && (
          <ActionForm action="/login">
            <input type="hidden" name="next" value={props.next} />
            <label for="token">Token</label>
            <input
              id="token"
              name="token"
              type="password"
              required
              autofocus
              autocomplete="current-password"
              aria-describedby="token-help"
            />
            <Button kind="primary">Sign in</Button>
            <p id="token-help" class="soft">
              <code>OPS_TOKEN</code> to read and change, <code>OPS_VIEWER_TOKEN</code> to read only.
            </p>
          </ActionForm>
        )}
        {props.clerkUrl && (
          <a class="button plain" href={props.clerkUrl}>
            Sign in with Clerk
          </a>
        )}
      </div>
    </div>
  )
}
