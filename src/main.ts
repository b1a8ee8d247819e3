import './runtime/require-node.ts'

// Not before: some of it does not even load on an older Node.
const { serve } = await import('./wiring/serve.ts')
await serve()
