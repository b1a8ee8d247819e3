import type { Visitor } from './visitor.ts'

/** What is to be known of sign-ins, without a word of what was typed. */
export type SignInRecord =
  | { readonly outcome: 'accepted'; readonly role: Visitor['role'] }
  | {
      readonly outcome: 'wrong_token' | 'too_many_tries'
      readonly by: 'form' | 'bearer' | 'cookie'
      /** Masked. */
      readonly address: string
    }
  | { readonly outcome: 'clerk_trouble'; readonly reason: string }
