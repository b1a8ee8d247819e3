import { setFlagsFromString } from 'node:v8'

/**
 * Sets what would otherwise be options of the `node` command, so that they hold however the service is
 * started. Only V8's limit of the young generation is read before the first line runs.
 */
export function setNodeOptions(): void {
  process.setSourceMapsEnabled(true)
  // Without it V8 keeps garbage for as long as the machine has memory.
  setFlagsFromString('--heap-growing-percent=20')
}
