import { spawnSync } from 'node:child_process'

/** Runs a command as a container does, where processes have numbers of their own. */
const COMMAND = ['unshare', '--pid', '--mount', '--mount-proc', '--fork', '--kill-child']

/** The command; null, with a message, where this user may not run it. */
export function ownProcessNumbers(): readonly string[] | null {
  const [name = '', ...options] = COMMAND
  if (spawnSync(name, [...options, 'true']).status === 0) return COMMAND
  if (process.env.REQUIRE_UNSHARE)
    throw new Error('The tests of containers need `unshare`: run them as root on Linux.')
  process.stderr.write('\n!!! NO UNSHARE (needs root): the tests of containers are SKIPPED.\n\n')
  return null
}
