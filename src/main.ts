import './runtime/require-node.ts'
import { readEnvFile } from './runtime/env-file.ts'

process.setSourceMapsEnabled(true)
const fault = readEnvFile()
if (fault) {
  process.stderr.write(`${fault}\n`)
  process.exit(1)
}

// Imported after the check, because some files do not load on an older Node.
await import('./wiring/serve.ts').then(
  ({ serve }) => serve(),
  async (error) => {
    const { answerWithFault } = await import('./wiring/broken-source.ts')
    await answerWithFault(error)
  },
)
