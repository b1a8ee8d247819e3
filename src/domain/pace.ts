/**
 * Keeps what happens often a little apart, so that under load more of it shares one statement or request.
 * Resolves at once after a pause, otherwise when enough time has passed since the last call, or when aborted.
 * Never rejects. True if it waited.
 */
export type Pace = (signal?: AbortSignal) => Promise<boolean>

export const NO_PACE: Pace = async () => false
