/** Thrown by every operation of the disk after its power was cut. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut'
}

/** The power of a simulated disk. */
export interface Power {
  readonly isOff: boolean
  /** Cuts it before the operation after the next `operations`. */
  cutAfter(operations: number): void
  /** Counts an operation. Throws a PowerCut when the power is off. */
  use(): void
}

export function createPower(): Power {
  let left = Number.POSITIVE_INFINITY
  return {
    get isOff() {
      return left < 0
    },
    cutAfter(operations) {
      left = operations
    },
    use() {
      if (left >= 0) left--
      if (left < 0) throw new PowerCut('The power was cut.')
    },
  }
}
