// Checks the files that run Bellhop somewhere: part of `npm run check`.
import { FILES, textOf } from './files.ts'

const problems = Object.entries(FILES).flatMap(([path, check]) =>
  check(textOf(path)).map((problem) => `${path}: ${problem}\n`),
)
process.stderr.write(problems.join(''))
process.exitCode = problems.length > 0 ? 1 : 0
