import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, form } from '../support/ask.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'
import { everyPage } from '../support/every-page.ts'

const VIEWER = 'a-viewer-token-for-tests-only'
const ACCEPT = 'text/html'
const FORM = /<form method="post" action="([^"]+)"/g
const LINK = /<a [^>]*?href="(\/[^"]*)"/g

/** What the pages offer, one of each kind: the ids, times and values differ, the kind is the same. */
interface Offers {
  readonly links: ReadonlyMap<string, string>
  readonly forms: ReadonlyMap<string, string>
}

describe('the pages of a viewer', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let paths: readonly string[]
  let ofViewer: Offers

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(home, { OPS_VIEWER_TOKEN: VIEWER })
    paths = (await everyPage(bellhop)).map(({ path }) => path)
    ofViewer = await offersTo(VIEWER)
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const headersOf = (token: string) => ({ accept: ACCEPT, authorization: `Bearer ${token}` })
  const read = (path: string, token: string) => ask(bellhop, path, { headers: headersOf(token) })
  const post = (path: string, token: string) => ask(bellhop, path, form({}, headersOf(token)))

  /** Reads all pages that `token` may read, and those that they lead to. */
  async function offersTo(token: string): Promise<Offers> {
    const links = new Map<string, string>()
    const forms = new Map<string, string>()
    const left = [...paths]
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const { status, text } = await read(path, token)
      if (status === 403) continue
      for (const [, action = ''] of text.matchAll(FORM)) forms.set(kindOf(action), action)
      for (const [, href = ''] of text.matchAll(LINK)) {
        const target = href.replaceAll('&amp;', '&')
        if (links.has(kindOf(target))) continue
        links.set(kindOf(target), target)
        left.push(target)
      }
    }
    return { links, forms }
  }

  it('lead to no page that is closed to viewers', async () => {
    const kinds = [...ofViewer.links.keys()]
    expect(kinds).toEqual(expect.arrayContaining(['/overview', '/messages/:id', '/suppressions']))
    const closed: string[] = []
    for (const path of ofViewer.links.values())
      if ((await read(path, VIEWER)).status === 403) closed.push(path)
    expect(closed).toEqual([])
  })

  it('have no form that is closed to viewers', async () => {
    expect([...ofViewer.forms.keys()]).toContain('/logout')
    const closed: string[] = []
    for (const path of ofViewer.forms.values())
      if ((await post(path, VIEWER)).status === 403) closed.push(path)
    expect(closed).toEqual([])
  })

  it('lack the forms of operators, which are closed to viewers', async () => {
    const { forms } = await offersTo(OPS_TOKEN)
    const more = [...forms.keys()].filter((kind) => !ofViewer.forms.has(kind))
    expect(more).toEqual(expect.arrayContaining(['/messages/:id/resend', '/messages/:id/reveal']))
    for (const kind of more)
      expect([kind, (await post(forms.get(kind) ?? '', VIEWER)).status]).toEqual([kind, 403])
  })

  it('that are closed lead on', async () => {
    const { status, text } = await read('/audit/erase', VIEWER)
    expect(status).toBe(403)
    expect(text).toContain('For operators only')
    expect(text).toContain('href="/overview">Go to the overview')
  })
})

/** The path without ids and times, and the names in the query without their values. */
function kindOf(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://bellhop')
  const path = pathname
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':id')
    .replace(/\d{4}-\d\d-\d\dT\d\d/, ':hour')
  const names = [...new Set(searchParams.keys())].toSorted()
  return names.length > 0 ? `${path}?${names.join('&')}` : path
}
