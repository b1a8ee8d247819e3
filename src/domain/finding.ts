/** What one check of `bellhop doctor` found. */
export interface Finding {
  /** Scripts rely on the id, so it does not change. */
  readonly id: string
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped'
  readonly message: string
  /** What to do about it. */
  readonly fix?: string
}
