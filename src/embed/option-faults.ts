import type { Runtime } from '../domain/runtime.ts'

// What else a router reads as a pattern, or a host writes in another way.
const BASE_PATH = /^(?:\/[\w.~-]+)*$/

interface Mounting {
  readonly runtime: Runtime
  /** In the form of `normalBase`. */
  readonly basePath: string
}

/** What is wrong with how an app mounts Bellhop: a sentence for each. Plain JavaScript can give anything. */
export function optionFaults({ runtime, basePath }: Mounting): readonly string[] {
  return [
    ...(runtime === 'server' || runtime === 'serverless'
      ? []
      : [`runtime must be 'server' or 'serverless'.`]),
    ...(BASE_PATH.test(basePath)
      ? []
      : ['basePath must be a path of letters, digits and -._~, such as /bellhop.']),
  ]
}
