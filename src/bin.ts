#!/usr/bin/env node
import './require-node.ts'

// Not before: some of it does not even load on an older Node.
const { runProgram } = await import('./program.ts')
await runProgram()
