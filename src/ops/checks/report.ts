import type { Finding } from '../../domain/finding.ts'

/** What the checks of `bellhop doctor` found in this process. */
export interface DoctorReport {
  readonly checkedAt: Date
  /** In the order of a message's way through Bellhop. */
  readonly findings: readonly Finding[]
}

/** Runs the checks, or repeats the last report if it is new enough. */
export type ReadDoctorReport = () => Promise<DoctorReport>
