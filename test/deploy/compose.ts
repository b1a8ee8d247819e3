import { isCollection, parseDocument } from 'yaml'
import { z } from 'zod'
import { VARIABLES } from '../../src/config/config.ts'
import { IMAGE } from './image.ts'
import { problemsOf, unknownVariables } from './problems.ts'

const OUTSIDE = '3001'
const longEnough = z
  .string()
  .refine((time) => Number(/^(\d+)s$/.exec(time)?.[1]) > IMAGE.stops, 'is too short for Bellhop')
const volumeAt = (path: string) =>
  z
    .array(z.string())
    .refine((volumes) => volumes.some((volume) => volume.split(':')[1] === path), `needs ${path}`)
const healthy = z.looseObject({ condition: z.literal('service_healthy') })
const required = (name: string) =>
  z.string().includes(`\${${name}:?`, { error: `must demand ${name}` })

const development = z.looseObject({
  services: z.looseObject({
    bellhop: z.looseObject({
      build: z.literal('.'),
      command: z.tuple([
        z.literal('node'),
        z.literal('--import'),
        z.literal('/door.mjs'),
        z.literal(IMAGE.program),
      ]),
      // Whoever reaches the port can read the outbox.
      ports: z.tuple([
        z
          .string()
          .regex(/^127\.0\.0\.1:[^:]+(?::-\d+\})?:\d+$/)
          .endsWith(`:${OUTSIDE}`),
      ]),
      env_file: z.tuple([z.object({ path: z.literal('.env'), required: z.literal(false) })]),
      environment: z.looseObject({
        NODE_ENV: z.literal('development'),
        HOST: z.literal('127.0.0.1'),
        PORT: z.literal(String(IMAGE.port)),
        DATA_DIR: z.literal(IMAGE.data),
        DATABASE_URL: z.string().includes('@postgres:5432/'),
      }),
      volumes: volumeAt(IMAGE.data),
      depends_on: z.object({ postgres: healthy }),
      read_only: z.literal(true),
      stop_grace_period: longEnough,
    }),
    postgres: z.looseObject({
      image: z.string().regex(/\/postgres:17\b/),
      ports: z.undefined().optional(),
      volumes: volumeAt('/var/lib/postgresql/data'),
      healthcheck: z.looseObject({
        test: z.array(z.string()).refine((test) => test[1] === 'pg_isready', 'must ask the server'),
      }),
    }),
  }),
})

const production = z.looseObject({
  services: z.looseObject({
    bellhop: z.looseObject({
      command: z.tuple([z.literal('node'), z.literal(IMAGE.program)]),
      ports: z.tuple([]),
      volumes: z.tuple([z.string().endsWith(`:${IMAGE.data}`)]),
      env_file: z.tuple([z.object({ path: z.literal('.env'), required: z.literal(true) })]),
      environment: z.looseObject({
        NODE_ENV: z.literal('production'),
        HOST: z.literal('0.0.0.0'),
        TRUSTED_PROXIES: z.literal('1'),
        PUBLIC_URL: required('PUBLIC_URL'),
        DATABASE_URL: required('POSTGRES_PASSWORD'),
      }),
    }),
    postgres: z.looseObject({
      ports: z.undefined().optional(),
      environment: z.looseObject({ POSTGRES_PASSWORD: required('POSTGRES_PASSWORD') }),
    }),
    caddy: z.looseObject({
      ports: z.array(z.string()).refine((ports) => ports.includes('443:443'), 'needs 443:443'),
      volumes: volumeAt('/etc/caddy/Caddyfile').and(volumeAt('/data')),
      depends_on: z.object({ bellhop: healthy }),
    }),
  }),
})

// Compose would add these to those of compose.yaml.
const REPLACED = ['ports', 'volumes', 'env_file']

/** What is wrong with compose.yaml. */
export function checkCompose(text: string): string[] {
  return check(text, development)
}

/** What is wrong with compose.production.yaml. */
export function checkProductionCompose(text: string): string[] {
  const document = parseDocument(text)
  const added = REPLACED.filter((name) => {
    const node = document.getIn(['services', 'bellhop', name], true)
    return !isCollection(node) || node.tag !== '!override'
  })
  return [
    // The volumes of compose.yaml are declared there.
    ...check(text, production, ['bellhop-data']),
    ...added.map((name) => `services.bellhop.${name}: needs !override`),
  ]
}

/** What is wrong with the Caddyfile. */
export function checkCaddyfile(text: string): string[] {
  const needed = [
    '{$PUBLIC_URL} {',
    `reverse_proxy bellhop:${IMAGE.port}`,
    'max_size 2MB',
    '/metrics*',
  ]
  return needed.filter((line) => !text.includes(line)).map((line) => `lacks ${line}`)
}

function check(text: string, schema: z.ZodType, volumes: readonly string[] = []): string[] {
  const document = parseDocument(text)
  if (document.errors.length > 0) return document.errors.map(({ message }) => message)
  const file = document.toJS() as {
    services?: { bellhop?: { environment?: object } }
    volumes?: object
  }
  const filledIn = [...text.matchAll(/\$\{(\w+)/g)].flatMap(([, name]) => name ?? [])
  const named = [...text.matchAll(/^\s*- ([a-z][\w-]*):\//gm)].flatMap(([, name]) => name ?? [])
  return [
    ...problemsOf(schema, file),
    ...unknownVariables(Object.keys(file.services?.bellhop?.environment ?? {})),
    ...filledIn
      .filter((name) => ![...VARIABLES, 'POSTGRES_PASSWORD'].includes(name))
      .map((name) => `\${${name}} is not a variable of Bellhop`),
    ...named
      .filter((name) => ![...Object.keys(file.volumes ?? {}), ...volumes].includes(name))
      .map((name) => `volumes: lacks ${name}`),
  ]
}
