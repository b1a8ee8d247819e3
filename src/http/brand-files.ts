import { Hono } from 'hono'
import type { BrandFile } from '../domain/brand-file.ts'

/** Serves the pictures of the brands to everybody, because mail clients fetch them without signing in. */
export function brandFiles(files: () => readonly BrandFile[]): Hono {
  const routes = new Hono()
  routes.get('/brand/:name', (c) => {
    const file = files().find(({ path }) => path === c.req.path)
    if (!file) return c.notFound()
    return c.body(file.body, 200, {
      'Content-Type': file.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
  })
  return routes
}
