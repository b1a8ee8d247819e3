import { registerHooks } from 'node:module'

// Loaded before the service: prints each module of OpenTelemetry that is loaded, one per line.
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\/(@opentelemetry\/[\w-]+)/.exec(url) ?? []
    if (name) process.stderr.write(`loaded ${name}\n`)
    return next(url, context)
  },
})
