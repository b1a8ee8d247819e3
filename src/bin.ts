#!/usr/bin/env node
import { run } from './cli/run.ts'
import { readCliSettings, readConfig } from './config.ts'
import { openWorkbench } from './workbench.ts'

process.exitCode = await run(process.argv.slice(2), {
  settings: readCliSettings(),
  workbench: () => openWorkbench(readConfig()),
  fetch,
  now: () => new Date(),
  random: Math.random,
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
})
