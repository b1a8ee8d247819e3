/** Why a number gets no SMS. */
export type UnusableNumber = 'unassigned' | 'premium_rate' | 'satellite' | 'fixed_line'

/** What is known about a phone number. */
export interface NumberFacts {
  /** ISO 3166 code, such as `US`; null for numbers of no country. */
  readonly country: string | null
  /** Null if it may get an SMS. */
  readonly unusable: UnusableNumber | null
}

/** Looks up what is known about a number in E.164 form. */
export type LookUpNumber = (number: string) => NumberFacts
