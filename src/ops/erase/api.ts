import { Hono } from 'hono'
import { z } from 'zod'
import type { ErasePerson, Person } from '../../delivery/erase-person.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { text } from '../messages/query.ts'
import { personBy } from './person.ts'

const body = z.union([
  z.object({ userId: text(200).min(1) }),
  z.object({ recipient: z.string().transform(personBy).pipe(z.custom<Person>(Boolean)) }),
])

/** `POST /api/erase`: erases a person from the database. */
export function eraseApi(erasePerson: ErasePerson): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()
  routes.post('/api/erase', requireOperator, async (c) => {
    const { data } = body.safeParse(await c.req.json().catch(() => null))
    if (!data) {
      const fix = 'Send {"userId": "user_…"} or {"recipient": "ada@example.com"}.'
      return c.json({ error: 'invalid_body', fix }, 400)
    }
    const person = 'userId' in data ? data : data.recipient
    const { users, messages } = await erasePerson(person, c.get('visitor').actor)
    return c.json({ users, messages })
  })
  return routes
}
