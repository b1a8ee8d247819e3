import { registerHooks } from 'node:module'

// For a process of a test: says which modules of OpenTelemetry it has loaded, one per line.
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\/(@opentelemetry\/[\w-]+)/.exec(url) ?? []
    if (name) process.stderr.write(`loaded ${name}\n`)
    return next(url, context)
  },
})
