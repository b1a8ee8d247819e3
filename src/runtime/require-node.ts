import { readFileSync } from 'node:fs'

// Ends the process if its Node is too old. This file may only use what old versions of Node know.
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const needed = manifest.engines.node.replace('>=', '')
const [major, minor] = needed.split('.').map(Number)
const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)

if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  process.stderr.write(
    `Bellhop needs Node ${needed} or newer, and this is Node ${process.versions.node}. Install Node ${major}.${minor} or newer, or run \`npm install --include=dev\`, which installs a suitable Node for \`npm start\`.\n`,
  )
  process.exit(1)
}
