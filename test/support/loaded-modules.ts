import { registerHooks } from 'node:module'

// Loaded before the service: prints each file of a package, of the source and of the templates that is loaded, one per line.
registerHooks({
  load(url, context, next) {
    const [, file] =
      /.*\/node_modules\/(.+)/.exec(url) ?? /\/dist\/((?:emails\/[^_]|src\/).+)/.exec(url) ?? []
    if (file) process.stderr.write(`loaded ${file}\n`)
    return next(url, context)
  },
})
