/** Ids, slugs, outcomes: never recipients, codes, links or the parameters of a statement. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

/** The spans of what Bellhop does. */
export interface Telemetry {
  /** Runs `act` in a span; what goes wrong in there is on record as a failure, without its message. */
  span<T>(name: string, attributes: Attributes, act: () => Promise<T>): Promise<T>
  /** Adds to the span that is under way, if one is. */
  annotate(attributes: Attributes): void
  /** Hands over what was not exported yet, as far as that goes quickly. */
  close(): Promise<void>
}

export interface TelemetryOptions {
  readonly version: string
  readonly onError: (error: unknown) => void
}
