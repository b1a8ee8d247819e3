import type { Provider } from '../../src/delivery/deliver/context.ts'

/** A limiter that never stops its provider. */
export const FREE_LIMITER: Provider['limiter'] = {
  stop: async () => {},
  accepted: async () => {},
  refused: async () => {},
  deferred: async () => {},
  doubted: async () => {},
  stoppedBy: () => null,
}
