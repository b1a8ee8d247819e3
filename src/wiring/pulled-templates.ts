import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type PulledTemplate, pulledFiles } from '../clerk/pulled-template.ts'
import type { ReadPulled } from '../ops/outbox/pulled-version.ts'

// No template of an email is larger.
const MOST_BYTES = 1024 * 1024

/** Reads the templates that `bellhop clerk pull` has written, each time it is asked: they may change. */
export function createReadPulled(folder: string): ReadPulled {
  return async ({ channel, slug }): Promise<PulledTemplate | null> => {
    const files = slug === null ? null : pulledFiles({ channel, slug })
    if (!files) return null
    const body = await textOf(join(folder, files.body))
    if (body === null) return null
    const subject = files.subject && (await textOf(join(folder, files.subject)))
    return { subject: subject?.trim() ?? '', body }
  }
}

/** Null if there is no such file, or if it cannot be read: then there is nothing to compare with. */
async function textOf(path: string): Promise<string | null> {
  try {
    const file = await stat(path)
    return file.isFile() && file.size <= MOST_BYTES ? await readFile(path, 'utf8') : null
  } catch {
    return null
  }
}
