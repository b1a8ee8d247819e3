/** Clerk has one secret key for each instance, and its beginning says of which sort the instance is. */
export type Environment = 'development' | 'production'

/** The sort of instance that the secret key `sk_test_…` or `sk_live_…` belongs to. */
export function environmentOf(secretKey: string): Environment {
  return secretKey.startsWith('sk_live_') ? 'production' : 'development'
}
