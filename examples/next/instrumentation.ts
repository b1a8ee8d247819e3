/** Starts the workers of Bellhop with the server. On a serverless host there are none. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { bellhop } = await import('./bellhop')
  // The rest of the app works without Bellhop. Its webhook then answers 503, and Clerk tries again.
  await bellhop.start().catch((error) => console.error(error))
}
