import { z } from 'zod'
import { IMAGE } from './image.ts'

const OUTSIDE = '3001'
const seconds = z.string().regex(/^\d+s$/)
const longEnough = z
  .string()
  .refine((time) => Number(/^(\d+)s$/.exec(time)?.[1]) > IMAGE.stops, 'is too short for Bellhop')
const volumeAt = (path: string) =>
  z
    .array(z.string())
    .refine((volumes) => volumes.some((volume) => volume.split(':')[1] === path), `needs ${path}`)
const healthy = z.strictObject({ condition: z.literal('service_healthy') })
const required = (name: string) =>
  z.string().includes(`\${${name}:?`, { error: `must demand ${name}` })

// Strict: Compose itself refuses a key that it does not know.
const restart = z.literal('unless-stopped')
const variables = z.record(z.string(), z.string())
const declared = z.record(z.string(), z.null())

/** What compose.yaml must hold. */
export const development = z.strictObject({
  name: z.literal('bellhop'),
  services: z.strictObject({
    bellhop: z.strictObject({
      build: z.literal('.'),
      image: z.literal('bellhop'),
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
      env_file: z.tuple([z.strictObject({ path: z.literal('.env'), required: z.literal(false) })]),
      environment: variables.and(
        z.looseObject({
          NODE_ENV: z.literal('development'),
          HOST: z.literal('127.0.0.1'),
          PORT: z.literal(String(IMAGE.port)),
          DATA_DIR: z.literal(IMAGE.data),
          DATABASE_URL: z.string().includes('@postgres:5432/'),
        }),
      ),
      volumes: volumeAt(IMAGE.data),
      depends_on: z.strictObject({ postgres: healthy }),
      read_only: z.literal(true),
      cap_drop: z.tuple([z.literal('ALL')]),
      security_opt: z.tuple([z.literal('no-new-privileges:true')]),
      stop_grace_period: longEnough,
      restart,
    }),
    postgres: z.strictObject({
      image: z.string().regex(/\/postgres:17\b/),
      environment: z.strictObject({
        POSTGRES_USER: z.string(),
        POSTGRES_PASSWORD: z.string(),
        POSTGRES_DB: z.string(),
      }),
      volumes: volumeAt('/var/lib/postgresql/data'),
      healthcheck: z.strictObject({
        test: z.array(z.string()).refine((test) => test[1] === 'pg_isready', 'must ask the server'),
        interval: seconds,
        timeout: seconds,
        retries: z.int(),
        start_period: seconds,
      }),
      stop_grace_period: seconds,
      restart,
    }),
  }),
  volumes: declared,
})

/** What compose.production.yaml must hold. */
export const production = z.strictObject({
  services: z.strictObject({
    bellhop: z.strictObject({
      command: z.tuple([z.literal('node'), z.literal(IMAGE.program)]),
      ports: z.tuple([]),
      volumes: z.tuple([z.string().endsWith(`:${IMAGE.data}`)]),
      env_file: z.tuple([z.strictObject({ path: z.literal('.env'), required: z.literal(true) })]),
      environment: variables.and(
        z.looseObject({
          NODE_ENV: z.literal('production'),
          HOST: z.literal('0.0.0.0'),
          TRUSTED_PROXIES: z.literal('1'),
          PUBLIC_URL: required('PUBLIC_URL'),
          DATABASE_URL: required('POSTGRES_PASSWORD'),
        }),
      ),
      mem_limit: z.literal('1g'),
    }),
    postgres: z.strictObject({
      environment: z.strictObject({ POSTGRES_PASSWORD: required('POSTGRES_PASSWORD') }),
    }),
    caddy: z.strictObject({
      image: z.string().regex(/\/caddy:2$/),
      ports: z.array(z.string()).refine((ports) => ports.includes('443:443'), 'needs 443:443'),
      environment: z.strictObject({ PUBLIC_URL: required('PUBLIC_URL') }),
      volumes: volumeAt('/etc/caddy/Caddyfile').and(volumeAt('/data')),
      depends_on: z.strictObject({ bellhop: healthy }),
      restart,
    }),
  }),
  volumes: declared,
})
