import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import type { Database } from '../../src/store/engine/database.ts'
import { createDurableFiles } from '../../src/store/engine/durable-files.ts'
import { startParams } from '../../src/store/engine/engine-settings.ts'
import { openPgliteInstance } from '../../src/store/engine/open-pglite.ts'
import { pgliteProgram } from '../support/engines.ts'
import type { Power } from './power.ts'
import type { RecordedFiles } from './recorded-files.ts'

/** Opens the engine in `folder` as the service does, on a simulated disk. */
export async function openPoweredEngine(
  folder: string,
  { recorded, power, fsync }: { recorded: RecordedFiles; power: Power; fsync: boolean },
): Promise<Database> {
  const { fs } = fsync
    ? await createDurableFiles(folder, { disk: recorded.disk })
    : { fs: new NodeFS(folder) }
  const pglite = await PGlite.create({
    ...(await pgliteProgram()),
    fs: recorded.record(fs),
    startParams: startParams({ fsync, mostFiles: 64 }),
  })
  // Every query calls this method. PGlite ignores what the disk throws in it, but a query that was interrupted
  // must not return, and the engine must do nothing more.
  const execProtocolStream = pglite.execProtocolStream.bind(pglite)
  pglite.execProtocolStream = async (...request) => {
    if (power.isOff) power.use()
    const result = await execProtocolStream(...request)
    if (power.isOff) power.use()
    return result
  }
  return openPgliteInstance(pglite)
}
