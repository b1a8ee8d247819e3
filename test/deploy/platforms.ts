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

const fly = z.looseObject({
  kill_signal: z.literal('SIGTERM'),
  kill_timeout: z
    .string()
    .refine((time) => Number.parseInt(time, 10) > IMAGE.stops, 'is too short'),
  // From the folder of the file.
  build: z.object({ dockerfile: z.literal('../../Dockerfile') }),
  env: z.looseObject({ NODE_OPTIONS: heapOf(SMALL_MB), PUBLIC_URL: z.url() }),
  http_service: z.looseObject({
    internal_port: z.literal(IMAGE.port),
    force_https: z.literal(true),
    auto_stop_machines: z.literal('off'),
    min_machines_running: z.number().min(1),
    checks: z.tuple([z.looseObject({ path: z.literal(IMAGE.health) })]),
  }),
  vm: z.tuple([z.looseObject({ memory: z.literal(`${SMALL_MB}mb`) })]),
  // Its volumes belong to root.
  mounts: z.undefined().optional(),
})

const render = z.looseObject({
  services: z.tuple([
    z.looseObject({
      runtime: z.literal('docker'),
      dockerfilePath: z.literal('./Dockerfile'),
      healthCheckPath: z.literal(IMAGE.health),
      maxShutdownDelaySeconds: stopTime,
      envVars: z.array(z.looseObject({ key: z.string() })),
    }),
  ]),
  databases: z.tuple([
    z.looseObject({
      name: z.string(),
      postgresMajorVersion: z.literal('17'),
      ipAllowList: z.tuple([]),
    }),
  ]),
})

const railway = z.looseObject({
  build: z.looseObject({
    builder: z.literal('DOCKERFILE'),
    dockerfilePath: z.literal('Dockerfile'),
  }),
  deploy: z.looseObject({
    healthcheckPath: z.literal(IMAGE.health),
    restartPolicyType: z.literal('ALWAYS'),
    drainingSeconds: stopTime,
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
