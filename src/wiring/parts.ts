import type { Renderer } from '../templates/render.ts'
import type { AlertDesk } from './alerts.ts'
import type { Delivery } from './delivery.ts'
import type { Observation } from './observation.ts'
import type { Provider } from './open-provider.ts'
import type { Store } from './store.ts'

/** The parts of the service that its routes and its background work use. */
export interface Parts {
  readonly store: Store
  readonly renderer: Renderer
  readonly providers: readonly Provider[]
  readonly observation: Observation
  readonly delivery: Delivery
  readonly alerts: AlertDesk | null
}
