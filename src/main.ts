import './runtime/require-node.ts'

// Not before: some of it does not even load on an older Node.
await import('./wiring/serve.ts').then(
  ({ serve }) => serve(),
  async (error) => {
    const { answerWithFault } = await import('./wiring/broken-source.ts')
    await answerWithFault(error)
  },
)
