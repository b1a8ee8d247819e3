/** Clerk's own text among the variables of an email. Bellhop adds it, so Clerk's templates do not have it. */
export const CLERK_TEXT = 'clerk_text'
