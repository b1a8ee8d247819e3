/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { type ErasePerson, type Person, whomOf } from '../../delivery/erase-person.ts'
import type { Db } from '../../store/engine/database.ts'
import { previewErase } from '../../store/message/erase-preview.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { text } from '../messages/query.ts'
import { address } from '../ui/base.tsx'
import { page } from '../ui/layout.tsx'
import { ErasePage, type EraseState } from './page.tsx'
import { personOf } from './person.ts'

export interface EraseDeps {
  readonly db: Db
  readonly erasePerson: ErasePerson
}

const body = z.object({
  person: text(320).transform(personOf).pipe(z.custom<Person>(Boolean)),
})

/** The page `/audit/erase`. The person is in the body of the requests, so no address is in a URL. */
export function eraseRoutes({ db, erasePerson }: EraseDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()

  routes.get('/audit/erase', requireOperator, (c) => show(c, { kind: 'ask', fault: false }))

  // Browsers keep this path in the address bar after the form was sent.
  routes.get('/audit/erase/preview', (c) => c.redirect(address(c, '/audit/erase')))

  routes.post('/audit/erase/preview', requireOperator, async (c) => {
    const person = await readPerson(c)
    if (!person) return show(c, { kind: 'ask', fault: true }, 400)
    const preview = await previewErase(db, whomOf(person))
    return show(c, { kind: 'preview', person: nameOf(person), preview })
  })

  routes.post('/audit/erase', requireOperator, async (c) => {
    const person = await readPerson(c)
    if (!person) return show(c, { kind: 'ask', fault: true }, 400)
    return show(c, {
      kind: 'erased',
      erased: await erasePerson(person, c.get('visitor').actor),
    })
  })

  return routes
}

async function readPerson(c: Context): Promise<Person | undefined> {
  return body.safeParse(await c.req.parseBody()).data?.person
}

function nameOf(person: Person): string {
  return 'userId' in person ? person.userId : person.recipient
}

function show(c: Context, state: EraseState, status: ContentfulStatusCode = 200) {
  return page(c, 'Erase a person', <ErasePage state={state} />, { status, instances: false })
}
