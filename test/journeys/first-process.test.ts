import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { startProcessUnder } from '../support/bellhop-process.ts'
import { ownProcessNumbers } from '../support/process-numbers.ts'
import { refusingPostgres } from '../support/refusing-postgres.ts'

const container = ownProcessNumbers()

it.skipIf(!container)(
  'SIGTERM ends the first process of a container while it is still starting',
  async () => {
    const asked = Promise.withResolvers<void>()
    // It never answers, so the start waits until its time limit and then ends with 1.
    await using server = await refusingPostgres(() => asked.resolve())
    const service = startProcessUnder(container ?? [], {
      DATABASE_URL: `postgres://ada@127.0.0.1:${server.port}/hotel`,
    })
    await asked.promise
    const { pid } = service.child
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    process.kill(Number(children.trim()), 'SIGTERM')
    expect(await service.exit()).toBe(0)
    expect(service.lines).toEqual([])
  },
)
