#!/usr/bin/env node
import './runtime/require-node.ts'
import { readEnvFiles } from './runtime/env-files.ts'

const fault = readEnvFiles()
if (fault) {
  process.stderr.write(`${fault}\n`)
  process.exit(2)
}

// Imported after the check, because some files do not load on an older Node.
await import('./wiring/command-line.ts').then(
  ({ runProgram }) => runProgram(),
  async (error) => {
    const { failToLoad } = await import('./wiring/broken-source.ts')
    failToLoad(error)
  },
)
