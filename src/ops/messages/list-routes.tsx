/** @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { z } from 'zod'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { Db } from '../../store/engine/database.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { address } from '../ui/base.tsx'
import { shownInstances } from '../ui/instance.tsx'
import { page } from '../ui/layout.tsx'
import { readQuery } from '../validate.ts'
import type { MessageFilter } from './filter.ts'
import { onlyMessageOf, readChoices, readList } from './list.ts'
import { MessagesPage } from './list-page.tsx'
import { ledgerFilter, messageQuery } from './query.ts'
import { isIdOfOne, readSearch } from './search.ts'

export interface ListRoutesDeps {
  readonly db: Db
  readonly instances: InstanceNames
  readonly now: () => Date
}

const schema = z.object(messageQuery)

/** The list of messages, with its search and filters. */
export function listRoutes({ db, instances, now }: ListRoutesDeps): Hono<OpsEnv> {
  return new Hono<OpsEnv>().get('/messages', async (c) => {
    const given = Object.entries(c.req.query())
    // Forms also send their empty fields. Without them the address can be kept and passed on.
    const filled = given.filter(([, value]) => value !== '')
    if (filled.length < given.length) {
      const query = filled.length > 0 ? `?${new URLSearchParams(filled)}` : ''
      return c.redirect(address(c, `/messages${query}`))
    }
    const operator = c.get('visitor').role === 'operator'
    const { query, problems } = readQuery(schema, Object.fromEntries(filled))
    const search = readSearch(query.q, operator)
    const filter = ledgerFilter(query, instances)
    const [listed, choices, shown] = await Promise.all([
      readList(db, filter, search),
      readChoices(db),
      shownInstances(db, instances, filter.instanceId),
    ])
    const only = isIdOfOne(search) && !query.cursor ? onlyMessageOf(listed) : null
    if (only) return c.redirect(address(c, `/messages/${only.id}`))
    return page(
      c,
      'Messages',
      <MessagesPage
        listed={listed}
        filter={shownFilter(query, filter)}
        choices={choices}
        instances={shown}
        problems={problems}
        paged={query.cursor !== undefined}
        operator={operator}
        now={now()}
      />,
      { instances: shown },
    )
  })
}

/** The filter as the page shows it and its links keep it. */
function shownFilter(
  { cursor: _, from: _from, to: _to, ...rest }: z.output<typeof schema>,
  { instanceId, from, to }: ReturnType<typeof ledgerFilter>,
): MessageFilter {
  return { ...rest, instance: instanceId, since: from, until: to }
}
