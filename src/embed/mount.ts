import { Hono } from 'hono'
import { answers } from '../ops/ui/error-page.tsx'

type Env = { Variables: { basePath: string } }

/** A base path in its one form: `/bellhop`, and empty for the root. */
export function normalBase(basePath: string): string {
  return `/${basePath}`.replaceAll(/\/+/g, '/').replace(/\/$/, '')
}

/** The app below a path of the host's app, in the form of `normalBase`. Its pages write their addresses with it. */
export function mountAt(base: string, app: Hono): Pick<Hono, 'fetch'> {
  if (base === '') return app
  const outer = new Hono<Env>({ strict: false })
  outer.use((c, next) => {
    c.set('basePath', base)
    return next()
  })
  outer.route(base, app)
  outer.notFound(answers.notFound)
  return outer
}
