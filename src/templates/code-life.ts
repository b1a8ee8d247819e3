/** How long a code of Clerk works. Its events do not contain this. */
export const CODE_MINUTES = 10
