#!/usr/bin/env node
// `bellhop` after `npm link`, and `npx bellhop` in a clone. It runs the build, or before a build the source. If
// this Node is too old, it uses the one that npm installs with the development dependencies.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const BUILT = inProject('dist/src/bin.js')
const TSX = inProject('node_modules/tsx/dist/loader.mjs')
const NODE = inProject('node_modules/node/bin/node')

const { engines } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'))
const isOld = isOlder(process.versions.node, engines.node.replace('>=', ''))
const node = isOld && existsSync(NODE) ? NODE : process.execPath

if (existsSync(BUILT)) {
  if (node === process.execPath) await import(pathToFileURL(BUILT).href)
  else run(node, [BUILT])
} else if (existsSync(TSX)) {
  run(node, ['--import', pathToFileURL(TSX).href, inProject('src/bin.ts')])
} else {
  process.stderr.write(
    `Bellhop is not installed yet: run \`npm install --include=dev\` in ${inProject('.')}\n`,
  )
  process.exitCode = 1
}

function isOlder(version, needed) {
  const [major, minor] = version.split('.').map(Number)
  const [neededMajor, neededMinor] = needed.split('.').map(Number)
  return major < neededMajor || (major === neededMajor && minor < neededMinor)
}

function run(node, args) {
  const child = spawn(node, [...args, ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches the command too, which decides when to end.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}
