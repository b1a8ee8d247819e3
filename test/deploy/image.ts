import { readFileSync } from 'node:fs'

const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string; license: string; scripts: { start: string } }

/** The options of Node with which the service is documented to start. */
const [, options = ''] = /^node (.*) dist/.exec(manifest.scripts.start) ?? []

/** What the image promises, and every file that runs it relies on. */
export const IMAGE = {
  port: 3000,
  user: 1000,
  data: '/data',
  /** The process is alive. Probes do not use `/readyz`: a stopped provider must not keep Clerk's events away. */
  health: '/healthz',
  program: 'dist/src/main.js',
  options,
  version: manifest.version,
  licence: manifest.license,
  /** Within this time it finishes its requests, in seconds. */
  stops: 10,
} as const
