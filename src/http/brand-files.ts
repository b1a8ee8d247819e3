import { Hono } from 'hono'
import type { BrandFile } from '../domain/brand-file.ts'

/** Serves the pictures of the brands to everybody, because mail clients fetch them without signing in. */
export function brandFiles(files: readonly BrandFile[]): Hono {
  const routes = new Hono()
  for (const { path, type, body } of files) {
    routes.get(path, (c) =>
      c.body(body, 200, {
        'Content-Type': type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      }),
    )
  }
  return routes
}
