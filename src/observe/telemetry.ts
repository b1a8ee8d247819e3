/** Ids, slugs, outcomes: never recipients, codes, links or the parameters of a statement. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

/** The spans of what Bellhop does. */
export interface Telemetry {
  /** Runs `act` in a span. A failure of `act` is recorded in the span without its message. */
  span<T>(name: string, attributes: Attributes, act: () => Promise<T>): Promise<T>
  /** Adds to the current span, if there is one. */
  annotate(attributes: Attributes): void
  /** Exports the remaining spans. Gives up after two seconds. */
  close(): Promise<void>
}

export interface TelemetryOptions {
  readonly version: string
  readonly onError: (error: unknown) => void
}
