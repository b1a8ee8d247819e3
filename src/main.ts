import './require-node.ts'

// Not before: some of it does not even load on an older Node.
await import('./service.ts').then(
  ({ serve }) => serve(),
  async (error) => {
    const { answerWithFault } = await import('./broken-source.ts')
    await answerWithFault(error)
  },
)
