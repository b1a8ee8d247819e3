#!/usr/bin/env node
import './require-node.ts'

// Not before: some of it does not even load on an older Node.
await import('./program.ts').then(
  ({ runProgram }) => runProgram(),
  async (error) => {
    const { failToLoad } = await import('./broken-source.ts')
    failToLoad(error)
  },
)
