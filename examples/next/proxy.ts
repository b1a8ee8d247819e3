import { clerkMiddleware } from '@clerk/nextjs/server'

export default clerkMiddleware()

export const config = {
  // Not for files, and not for Bellhop: it checks Clerk's signature, its own token and the secret of the cron job.
  matcher: ['/((?!_next|bellhop|api/webhooks/clerk|api/cron/bellhop|.*\\..*).*)'],
}
