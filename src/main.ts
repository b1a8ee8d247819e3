import './runtime/require-node.ts'
import { readEnvFiles } from './runtime/env-files.ts'
import { catchStopSignals } from './runtime/stop-signals.ts'

process.setSourceMapsEnabled(true)
const onStopSignal = catchStopSignals()
const fault = readEnvFiles()
if (fault) {
  process.stderr.write(`${fault}\n`)
  process.exit(1)
}

// Imported after the check, because some files do not load on an older Node.
await import('./wiring/serve.ts').then(
  ({ serve }) => serve(onStopSignal),
  async (error) => {
    const { answerWithFault } = await import('./wiring/broken-source.ts')
    await answerWithFault(error)
  },
)
