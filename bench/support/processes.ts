import { readdir, readFile } from 'node:fs/promises'

// Linux counts processor time in hundredths of a second for every program, whatever its clock.
const TICKS_PER_SECOND = 100

/** What a process has used of the processors, in seconds. Linux only, as all of this file. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const { user, system } = await statOf(pid)
  return user + system
}

/** What a process holds in memory, in bytes. */
export async function residentBytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

/** What all processes of that name, and those of their children that have ended, have used together. */
export async function cpuSecondsOfAll(name: string): Promise<number> {
  const entries = await readdir('/proc')
  const all = await Promise.all(
    entries
      .filter((entry) => /^\d+$/.test(entry))
      .map((entry) => statOf(Number(entry)).catch(() => null)),
  )
  return all
    .filter((stat) => stat?.name === name)
    .reduce((sum, stat) => sum + (stat ? stat.user + stat.system + stat.ended : 0), 0)
}

async function statOf(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const seconds = (index: number) => Number(fields[index]) / TICKS_PER_SECOND
  return { name, user: seconds(11), system: seconds(12), ended: seconds(13) + seconds(14) }
}
