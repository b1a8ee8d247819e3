/** What the modules of one process share. */
export interface Shared<Service> {
  /** Whoever wants it: another one replaces it, during development only. */
  readonly owner: object
  readonly service: Promise<Service>
}

const PLACE = Symbol.for('bellhop.services')

/**
 * The services of this process by the name of their database. Bundlers load a module several times, and
 * development servers load it again after every change: without this each would open the database.
 */
export function sharedServices<Service>(
  globals: object = globalThis,
): Map<string, Shared<Service>> {
  const places = globals as Record<symbol, Map<string, Shared<Service>> | undefined>
  places[PLACE] ??= new Map()
  return places[PLACE]
}

/**
 * The service `name`, opened once however many ask. Where `replaces` is set, an owner that comes later closes the
 * service of the one before. A service that could not be opened is tried again by the next who asks.
 */
export function shareService<Service>(
  services: Map<string, Shared<Service>>,
  name: string,
  options: {
    readonly owner: object
    readonly replaces: boolean
    readonly open: () => Promise<Service>
    readonly close: (service: Service) => Promise<void>
  },
): Promise<Service> {
  const { owner, replaces, open, close } = options
  const found = services.get(name)
  if (found && (found.owner === owner || !replaces)) return found.service
  const closed = found?.service.then(close, () => {})
  const service = Promise.resolve(closed).then(open)
  const shared = { owner, service }
  services.set(name, shared)
  service.catch(() => {
    if (services.get(name) === shared) services.delete(name)
  })
  return service
}
