import { parse as parseToml } from 'smol-toml'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { IMAGE } from './image.ts'
import { problemsOf, unknownVariables } from './problems.ts'

const heapOf = (megabytes: number) =>
  z.string().includes(`--max-old-space-size=${megabytes / 2}`, {
    error: `must limit the heap to half of ${megabytes} MB`,
  })
const stopTime = z.number().gt(IMAGE.stops)
// The memory of the smallest machine that the files name.
const SMALL_MB = 512

const fly = z.strictObject({
  app: z.string(),
  primary_region: z.string(),
  kill_signal: z.literal('SIGTERM'),
  kill_timeout: z
    .string()
    .refine((time) => Number.parseInt(time, 10) > IMAGE.stops, 'is too short'),
  // From the folder of the file.
  build: z.object({ dockerfile: z.literal('../../Dockerfile') }),
  env: z.looseObject({ NODE_OPTIONS: heapOf(SMALL_MB), PUBLIC_URL: z.url() }),
  deploy: z.strictObject({ strategy: z.literal('rolling') }),
  http_service: z.strictObject({
    internal_port: z.literal(IMAGE.port),
    force_https: z.literal(true),
    auto_stop_machines: z.literal('off'),
    min_machines_running: z.number().min(1),
    checks: z.tuple([
      z.strictObject({
        method: z.literal('GET'),
        path: z.literal(IMAGE.health),
        interval: z.string(),
        timeout: z.string(),
        grace_period: z.string(),
      }),
    ]),
  }),
  vm: z.tuple([z.strictObject({ size: z.string(), memory: z.literal(`${SMALL_MB}mb`) })]),
  // No `mounts`: its volumes belong to root.
})

const render = z.strictObject({
  services: z.tuple([
    z.strictObject({
      type: z.literal('web'),
      name: z.literal('bellhop'),
      plan: z.literal('starter'),
      runtime: z.literal('docker'),
      dockerfilePath: z.literal('./Dockerfile'),
      dockerContext: z.literal('.'),
      healthCheckPath: z.literal(IMAGE.health),
      maxShutdownDelaySeconds: stopTime,
      envVars: z.array(z.looseObject({ key: z.string() })),
    }),
  ]),
  databases: z.tuple([
    z.strictObject({
      name: z.string(),
      databaseName: z.string(),
      plan: z.string(),
      postgresMajorVersion: z.literal('17'),
      ipAllowList: z.tuple([]),
    }),
  ]),
})

const railway = z.strictObject({
  $schema: z.url(),
  build: z.strictObject({
    builder: z.literal('DOCKERFILE'),
    dockerfilePath: z.literal('Dockerfile'),
  }),
  deploy: z.strictObject({
    healthcheckPath: z.literal(IMAGE.health),
    healthcheckTimeout: z.int(),
    restartPolicyType: z.literal('ALWAYS'),
    drainingSeconds: stopTime,
    overlapSeconds: z.int(),
    sleepApplication: z.literal(false),
  }),
})

/** What is wrong with fly.toml. */
export function checkFly(text: string): string[] {
  const file = parseToml(text)
  return [...problemsOf(fly, file), ...unknownVariables(Object.keys(file.env ?? {}))]
}

/** What is wrong with render.yaml. */
export function checkRender(text: string): string[] {
  const { errors, ...document } = readYaml(text)
  const { success, data } = render.safeParse(document.file)
  if (!success) return [...errors, ...problemsOf(render, document.file)]
  const [{ envVars }] = data.services
  const variables = new Map(envVars.map((variable) => [variable.key, variable]))
  const wanted = z.object({
    PORT: z.looseObject({ value: z.literal(String(IMAGE.port)) }),
    NODE_OPTIONS: z.looseObject({ value: heapOf(SMALL_MB) }),
    DATABASE_URL: z.looseObject({
      fromDatabase: z.object({
        name: z.literal(data.databases[0].name),
        property: z.literal('connectionString'),
      }),
    }),
    OPS_TOKEN: z.looseObject({ generateValue: z.literal(true) }),
  })
  return [
    ...errors,
    ...problemsOf(wanted, Object.fromEntries(variables)),
    ...unknownVariables(variables.keys()),
  ]
}

/** What is wrong with railway.json. */
export function checkRailway(text: string): string[] {
  return problemsOf(railway, JSON.parse(text))
}

function readYaml(text: string): { file: unknown; errors: string[] } {
  const document = parseDocument(text)
  return { file: document.toJS(), errors: document.errors.map(({ message }) => message) }
}
