import type { Random } from '../simulation/random.ts'

/** A change of the content of a file. */
export type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'size'; readonly size: number }

export interface SimulatedFile {
  readonly kind: 'file'
  readonly folder: string
  /** What is on the disk. */
  durable: Buffer
  /** What was changed since the last sync. */
  pending: Change[]
}

/** A disk writes a sector completely or not at all. */
const SECTOR = 512

/** The content after the changes. */
export function changed(content: Buffer, changes: readonly Change[]): Buffer {
  const sizes = changes.map((change) =>
    change.kind === 'write' ? change.at + change.bytes.length : change.size,
  )
  const room = Buffer.alloc(Math.max(content.length, ...sizes))
  content.copy(room)
  let size = content.length
  for (const change of changes) {
    if (change.kind === 'write') {
      room.set(change.bytes, change.at)
      size = Math.max(size, change.at + change.bytes.length)
    } else {
      room.fill(0, change.size)
      size = change.size
    }
  }
  return room.subarray(0, size)
}

/** What is left of a file after a power cut. `luck` is the part of the changes that reached the disk. */
export function survivor(file: SimulatedFile, luck: number, random: Random): Buffer {
  const left = file.pending.flatMap((change): readonly Change[] => {
    if (random.chance(luck)) return [change]
    return change.kind === 'write' && random.chance(0.3) ? torn(change, random) : []
  })
  return changed(file.durable, left)
}

/** Some sectors of a write. */
function torn({ at, bytes }: Change & { kind: 'write' }, random: Random): Change[] {
  const sectors: Change[] = []
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR))
    if (random.chance(0.5)) {
      sectors.push({ kind: 'write', at: at + from, bytes: bytes.subarray(from, to) })
    }
    from = to
  }
  return sectors
}
