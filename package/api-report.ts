// Compares the types of the package with `docs/package-api.md`, or writes that file (--write). So nobody changes
// what apps depend on without seeing it.
import { readFile, writeFile } from 'node:fs/promises'
import { emitDeclarations } from './emit-declarations.ts'

const REPORT = new URL('../docs/package-api.md', import.meta.url)

const INTRODUCTION = `# The public API

The types that \`import { … } from 'bellhop'\` gives, file by file, as the package contains them. \`npm run api\` writes this page, and \`npm run check\` fails if it is not true. What changes here changes for apps: say it in the CHANGELOG.
`

const files = (await emitDeclarations()).map(
  ({ path, text }) => `\n## ${path}\n\n\`\`\`ts\n${text.trim()}\n\`\`\`\n`,
)
const report = [INTRODUCTION, ...files].join('')

if (process.argv.includes('--write')) await writeFile(REPORT, report)
else if ((await readFile(REPORT, 'utf8').catch(() => '')) !== report) {
  process.stderr.write(
    'The public API is not what docs/package-api.md says. If that is meant, run npm run api and say it in the CHANGELOG.\n',
  )
  process.exitCode = 1
}
