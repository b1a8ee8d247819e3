/** What a PostgreSQL server says about itself. */
export interface ServerFacts {
  /** As `server_version_num` has it: 150020 for 15.20. */
  readonly version: number
  /** Whether the schemas of Bellhop are there, or may be created. */
  readonly mayCreate: boolean
  readonly fsync: boolean
  readonly readOnly: boolean
  readonly now: Date
}
