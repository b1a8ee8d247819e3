import { Hono } from 'hono'

type Env = { Variables: { basePath: string } }

/**
 * An app whose routes are below a path of its host, for example `/bellhop`; empty for the root. Its pages write
 * their addresses with the variable `basePath`.
 */
export function appBelow(basePath: string): Hono<Env> {
  // A slash at the end of a URL makes no difference: many forms and programs add one.
  const app = new Hono<Env>({ strict: false }).basePath(basePath)
  app.use((c, next) => {
    c.set('basePath', basePath)
    return next()
  })
  return app
}
