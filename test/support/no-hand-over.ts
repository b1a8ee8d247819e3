import type { HandOver } from '../../src/domain/hand-over.ts'

/** All messages go on the queue. */
export const NO_HAND_OVER: HandOver = { withRoom: () => [], give: () => {} }
