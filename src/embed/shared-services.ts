/** What the modules of one process share. */
export interface Shared<Service> {
  /** Whoever wants it: another one replaces it, during development only. */
  readonly owner: object
  /** Below which it answers. */
  readonly basePath: string
  readonly service: Promise<Service>
  /** Those that were replaced. */
  readonly earlier: WeakSet<object>
}

/** The services of one process, by the names of their databases. */
export interface Services<Service> {
  readonly services: Map<string, Shared<Service>>
  /** Names of services whose workers are wanted, whoever opens them. */
  readonly withWorkers: Set<string>
}

const PLACE = Symbol.for('bellhop.services')

/**
 * Bundlers load a module several times, and development servers load it again after every change: without this
 * each would open the database.
 */
export function sharedServices<Service>(globals: object = globalThis): Services<Service> {
  const places = globals as Record<symbol, Services<Service> | undefined>
  places[PLACE] ??= { services: new Map(), withWorkers: new Set() }
  return places[PLACE]
}

/**
 * The service `name`, opened once however many ask. Where `replaces` is set, a new owner closes the service of the
 * one before, which then gets the new one if that has the same base path. A service that could not be opened is tried
 * again by the next who asks.
 */
export function shareService<Service>(
  services: Map<string, Shared<Service>>,
  name: string,
  options: {
    readonly owner: object
    readonly basePath: string
    readonly replaces: boolean
    readonly open: () => Promise<Service>
    readonly close: (service: Service) => Promise<void>
  },
): Promise<Service> {
  const { owner, basePath, replaces, open, close } = options
  const found = services.get(name)
  const fits =
    found?.basePath === basePath && (found.owner === owner || found.earlier.has(owner) || !replaces)
  if (found && fits) return found.service
  const closed = found?.service.then(close, () => {})
  const service = Promise.resolve(closed).then(open)
  const earlier = found ? found.earlier.add(found.owner) : new WeakSet<object>()
  const shared = { owner, basePath, service, earlier }
  services.set(name, shared)
  service.catch(() => {
    if (services.get(name) === shared) services.delete(name)
  })
  return service
}
