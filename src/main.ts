import './runtime/require-node.ts'

// Imported after the check, because some files do not load on an older Node.
await import('./wiring/serve.ts').then(
  ({ serve }) => serve(),
  async (error) => {
    const { answerWithFault } = await import('./wiring/broken-source.ts')
    await answerWithFault(error)
  },
)
