import { nodeFault } from './node-version.ts'

// Ends the process if its Node is too old. This file may only use what old versions of Node know.
const fault = nodeFault(process.versions.node)
if (fault !== null) {
  const isPackage = import.meta.url.includes('/node_modules/')
  const fix = isPackage
    ? ''
    : ', or run `npm install --include=dev`, which installs a suitable Node for `npm start`'
  process.stderr.write(`${fault}${fix}.\n`)
  process.exit(1)
}
