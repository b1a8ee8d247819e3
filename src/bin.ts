#!/usr/bin/env node
import './runtime/require-node.ts'

// Not before: some of it does not even load on an older Node.
const { runProgram } = await import('./wiring/command-line.ts')
await runProgram()
