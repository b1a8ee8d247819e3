import { zValidator } from '@hono/zod-validator'
import { z } from 'zod'

/** Lets a query through that fits the schema; the answer to any other names the wrong fields. */
export const validQuery = <Schema extends z.ZodType>(schema: Schema) =>
  zValidator('query', schema, (result, c) =>
    result.success ? undefined : c.json(problemsOf('invalid_query', result.error), 400),
  )

/** Lets an id through; at any other address there is nothing. */
export const validId = zValidator('param', z.object({ id: z.uuid() }), (result, c) =>
  result.success ? undefined : c.notFound(),
)

/** The valid fields of a query, and the names of the others, so that an old link still shows something. */
export function readQuery<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  given: Readonly<Record<string, string>>,
): { readonly query: z.output<z.ZodObject<Shape>>; readonly problems: readonly string[] } {
  const parsed = schema.safeParse(given)
  if (parsed.success) return { query: parsed.data, problems: [] }
  const problems = wrongFields(parsed.error)
  const rest = Object.entries(given).filter(([name]) => !problems.includes(name))
  return { query: schema.parse(Object.fromEntries(rest)), problems }
}

/** The names of the wrong fields of a query, each once. */
export function wrongFields({ issues }: z.core.$ZodError): string[] {
  return [...new Set(issues.map(({ path }) => String(path[0])))]
}

/** The names of the wrong fields. Never their values: one of them may be an address. */
export function problemsOf(error: string, { issues }: z.core.$ZodError) {
  return { error, problems: issues.map((issue) => issue.path.join('.')) }
}
