import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
// What two versions that run side by side share.
const SHARED = ['src/store/migrations', 'src/store/functions']

/** A commit of this project. */
export interface Version {
  readonly commit: string
  readonly title: string
}

/** The service as it was at a commit, built in a folder of its own. */
export interface BuiltVersion extends AsyncDisposable {
  readonly folder: string
}

/**
 * The commits before the last change of the source, and before the last change of what versions share in the
 * database. Empty, with a message, without a history.
 */
export function earlierVersions(): readonly Version[] {
  const commits = new Set([parentOfLast(['src', 'emails']), parentOfLast(SHARED)])
  const found = [...commits].flatMap((commit) =>
    commit
      ? [{ commit, title: `${commit.slice(0, 7)} ${git('log', '-1', '--format=%s', commit)}` }]
      : [],
  )
  if (found.length === 0) {
    process.stderr.write(
      '\n!!! NO HISTORY in this checkout: the test with an earlier version beside this one is SKIPPED.\n\n',
    )
  }
  return found
}

/** Builds the service as it was at a commit, with the libraries that are installed now. */
export async function buildVersion({ commit }: Version): Promise<BuiltVersion> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-earlier-'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const script = 'git archive "$0" | tar -x -C "$1" && cd "$1" && npm run build'
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script, commit, folder], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${commit} cannot be built:\n${stdout}${stderr}`)
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/**
 * The commit before the last one that changed these folders; null if this checkout does not have it. Commits of
 * merged branches do not count: their migrations may have had other names.
 */
function parentOfLast(folders: readonly string[]): string | null {
  const last = git('log', '-1', '--first-parent', '--format=%H', '--', ...folders)
  return last ? git('rev-parse', '--verify', '--quiet', `${last}^`) : null
}

function git(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return status === 0 ? stdout.trim() || null : null
}
