import { cp, rm } from 'node:fs/promises'
import { createRandom, type Random } from '../simulation/random.ts'
import { openResendServer } from '../support/resend-server.ts'
import { createPower } from './power.ts'
import { openPoweredEngine } from './powered-engine.ts'
import { acceptAndDeliver, checkPromised, type Promised, startDelivery } from './promised.ts'
import { createRecordedFiles } from './recorded-files.ts'
import { createSimulatedDisk } from './simulated-disk.ts'

export interface PowerCutOptions {
  readonly seed: number
  readonly cuts: number
  /** The folder of the engine's files. It need not exist. */
  readonly folder: string
  /** The files with which the engine starts, and starts anew after a failure. */
  readonly start: string
  /** `EMBEDDED_FSYNC` */
  readonly fsync: boolean
  readonly stopAtFailure?: boolean
}

export interface PowerCutResult {
  readonly cuts: number
  /** How many of them happened while the engine was being opened. */
  readonly whileOpening: number
  readonly acknowledged: number
  /** What was wrong after a cut. */
  readonly failures: readonly string[]
}

/**
 * Accepts and delivers messages, and cuts the power at random operations of the disk, also while the engine
 * recovers from the cut before. After every cut the engine must open, with every acknowledged message, and
 * each message must be sent once.
 */
export async function runPowerCuts(options: PowerCutOptions): Promise<PowerCutResult> {
  const { seed, cuts, folder, start } = options
  const random = createRandom(seed)
  await using resend = await openResendServer({ keepContents: false })
  let promised: Promised = { acknowledged: new Set(), resend, from: 0 }
  let acknowledged = 0
  const failures: string[] = []
  let whileOpening = 0
  let cut = 0
  const restore = async () => {
    await rm(folder, { recursive: true, force: true })
    await cp(start, folder, { recursive: true })
    acknowledged += promised.acknowledged.size
    promised = { acknowledged: new Set(), resend, from: resend.accepted.length }
  }
  await restore()
  while (cut < cuts && !(options.stopAtFailure && failures.length > 0)) {
    const { failure, opened } = await runUntilCut(options, random, promised)
    cut++
    if (!opened) whileOpening++
    if (failure === null) continue
    failures.push(`cut ${cut}: ${failure}`)
    await restore()
  }
  return {
    cuts: cut,
    whileOpening,
    acknowledged: acknowledged + promised.acknowledged.size,
    failures,
  }
}

// More than the engine needs to open after a cut.
const OPENING = 600
const WORKING = 400

/** Opens the engine, checks what it still has, and works until the power is cut. */
async function runUntilCut(
  { folder, fsync }: PowerCutOptions,
  random: Random,
  promised: Promised,
): Promise<{ opened: boolean; failure: string | null }> {
  const power = createPower()
  const disk = createSimulatedDisk(folder)
  const recorded = createRecordedFiles(disk, power)
  let opened = false
  let failure: string | null = null
  if (random.chance(0.3)) power.cutAfter(random.below(OPENING))
  try {
    const database = await openPoweredEngine(folder, { recorded, power, fsync })
    opened = true
    const delivery = await startDelivery(database, promised, () => new Date())
    failure = await checkPromised(database, delivery, promised)
    power.cutAfter(random.below(WORKING))
    while (failure === null) await acceptAndDeliver(database, delivery, random, promised)
  } catch (error) {
    if (!power.isOff) failure = `${opened ? 'fails' : 'does not open'}: ${error}`
  }
  recorded.end()
  disk.cut(random)
  return { opened, failure }
}
