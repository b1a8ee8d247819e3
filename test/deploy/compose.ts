import { isCollection, parseDocument } from 'yaml'
import type { z } from 'zod'
import { VARIABLES } from '../../src/config/config.ts'
import { development, production } from './compose-schemas.ts'
import { IMAGE } from './image.ts'
import { problemsOf, unknownVariables } from './problems.ts'

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
