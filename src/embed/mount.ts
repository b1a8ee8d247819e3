import { Hono } from 'hono'
import { answers } from '../ops/ui/error-page.tsx'

type Env = { Variables: { basePath: string } }

/** The app below a path of the host's app. Its pages write their addresses with this path. */
export function mountAt(basePath: string, app: Hono): Hono {
  const base = `/${basePath}`.replaceAll(/\/+/g, '/').replace(/\/$/, '')
  if (base === '') return app
  const outer = new Hono<Env>({ strict: false })
  outer.use((c, next) => {
    c.set('basePath', base)
    return next()
  })
  outer.route(base, app)
  outer.notFound(answers.notFound)
  return new Hono({ strict: false }).route('/', outer).notFound(answers.notFound)
}
