import type { WrongToken } from '../../domain/wrong-token.ts'
import type { Visitor } from './visitor.ts'

/** The outcome of a sign-in, without anything that was typed. */
export type SignInRecord =
  | { readonly outcome: 'accepted'; readonly role: Visitor['role'] }
  | WrongToken
  | { readonly outcome: 'clerk_trouble'; readonly reason: string }
