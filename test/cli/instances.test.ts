import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { cliContext } from '../support/cli-context.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'

describe('the commands and the Clerk instances of a running service', () => {
  let home: TestDatabase
  let folder: string
  let bellhop: RunningBellhop
  let staging: string
  let stdout: string[]

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    folder = await mkdtemp(join(tmpdir(), 'bellhop-instances-'))
    const settings = join(folder, 'bellhop.config.ts')
    await writeFile(
      settings,
      "export default { instances: { ins_staging: { name: 'Staging' } } }\n",
    )
    bellhop = await startBellhop(home, {}, { settings })
    const { db } = bellhop.database
    await addMessage(db, { status: 'sent', instanceId: 'ins_production' })
    staging = await addMessage(db, { status: 'sent', instanceId: 'ins_staging' })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    stdout = []
  })

  async function prints(...argv: string[]): Promise<void> {
    const code = await run(
      argv,
      cliContext({
        settings: { url: bellhop.url, opsToken: OPS_TOKEN },
        print: (line) => stdout.push(line),
        complain: (line) => stdout.push(line),
      }),
    )
    expect(code).toBe(0)
  }

  it('messages has a column for the instance if there are several', async () => {
    await prints('messages')
    expect(stdout[0]).toMatch(/ reason {2}instance$/)
    expect(stdout[1]).toMatch(/ sent +- +Staging$/)
    expect(stdout[2]).toMatch(/ sent +- +ins_production$/)
  })

  it.each(['Staging', 'ins_staging'])('messages --instance %s lists only its own', async (name) => {
    await prints('messages', '--instance', name)
    expect(stdout).toHaveLength(2)
    expect(stdout[0]).toMatch(/ reason$/)
    expect(stdout[1]).toContain(staging)
  })

  it('messages with an instance that has none says so', async () => {
    await prints('messages', '--instance', 'Preview')
    expect(stdout).toEqual(['no messages'])
  })

  it('messages --json has the id and the name', async () => {
    await prints('messages', '--json')
    expect(stdout.map((line) => JSON.parse(line))).toMatchObject([
      { instanceId: 'ins_staging', instanceName: 'Staging' },
      { instanceId: 'ins_production', instanceName: null },
    ])
  })

  it('message shows both, as text and as JSON', async () => {
    await prints('message', staging)
    expect(stdout.join('\n')).toMatch(/^instanceId +ins_staging$/m)
    expect(stdout.join('\n')).toMatch(/^instanceName +Staging$/m)
    stdout = []
    await prints('message', staging, '--json')
    expect(JSON.parse(stdout.join())).toMatchObject({
      message: { instanceId: 'ins_staging', instanceName: 'Staging' },
    })
  })
})
