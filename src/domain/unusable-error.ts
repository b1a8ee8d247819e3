/** What keeps a written message from helping its reader. */
export interface UnusableFault {
  /** `check-templates` reports the fault under this name. */
  readonly check: 'renders' | 'subject' | 'code' | 'links'
  readonly message: string
}

/** The message is written, but cannot help its reader. */
export class UnusableError extends Error {
  override readonly name = 'UnusableError'
  readonly faults: readonly UnusableFault[]

  constructor(faults: readonly UnusableFault[]) {
    super(faults.map(({ message }) => message).join(' '))
    this.faults = faults
  }
}
