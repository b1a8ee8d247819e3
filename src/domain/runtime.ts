/**
 * How long the process lives: `server`, with workers that run all the time, or `serverless`, where it may be
 * frozen or ended after each answer.
 */
export type Runtime = 'server' | 'serverless'
