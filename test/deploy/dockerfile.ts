import { z } from 'zod'
import { IMAGE } from './image.ts'
import { problemsOf, unknownVariables } from './problems.ts'

const expected = z.object({
  USER: z.literal(`${IMAGE.user}:${IMAGE.user}`),
  VOLUME: z.literal(IMAGE.data),
  EXPOSE: z.literal(String(IMAGE.port)),
  ENTRYPOINT: z.literal('[]'),
  CMD: z.literal(`["node", "${IMAGE.program}"]`),
  // As a list, so that there is no shell between Node and the signals.
  HEALTHCHECK: z.string().regex(new RegExp(`CMD \\["node", .*${IMAGE.health}`)),
  LABEL: z.string().includes(`version="${IMAGE.version}"`).includes(`licenses="${IMAGE.licence}"`),
})

const environment = z.object({
  NODE_ENV: z.literal('production'),
  HOST: z.literal('0.0.0.0'),
  PORT: z.literal(String(IMAGE.port)),
  DATA_DIR: z.literal(IMAGE.data),
  NODE_OPTIONS: z.literal(IMAGE.options),
})

/** What is wrong with the last stage of the Dockerfile. */
export function checkDockerfile(text: string): string[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
  const stage = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')) + 1)
  const instructions = Object.fromEntries(
    stage.filter(Boolean).map((line) => {
      const [name = '', ...rest] = line.split(/\s+/)
      return [name, rest.join(' ')]
    }),
  )
  const variables = Object.fromEntries(
    [...(instructions.ENV ?? '').matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map(
      ([, name, quoted, plain]) => [name, quoted ?? plain],
    ),
  )
  return [
    ...problemsOf(expected, instructions),
    ...problemsOf(environment, variables),
    ...unknownVariables(Object.keys(variables)),
  ]
}
