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

/** The names of the wrong fields. Never their values: one of them may be an address. */
export function problemsOf(error: string, { issues }: z.core.$ZodError) {
  return { error, problems: issues.map((issue) => issue.path.join('.')) }
}
