import { languageTag } from '../domain/language-tag.ts'
import type { UserData } from './payloads.ts'

/** The fields of a `user-saved` event that come from Clerk's user. */
export function userFields(data: UserData) {
  // Found by id: the primary address need not be the first one.
  const email = data.email_addresses.find((entry) => entry.id === data.primary_email_address_id)
  const phone = data.phone_numbers.find((entry) => entry.id === data.primary_phone_number_id)
  return {
    kind: 'user-saved' as const,
    accountCreatedAt: data.created_at ?? null,
    user: {
      id: data.id,
      locales: localesIn(data.locale, data.public_metadata.locale, data.unsafe_metadata.locale),
      firstName: data.first_name ?? null,
      emailAddress: (data.primary_email_address_id && email?.email_address) || null,
      emailVerified: email !== undefined && isVerified(email),
      phoneNumber: (data.primary_phone_number_id && phone?.phone_number) || null,
    },
    content: {
      variables: data.first_name ? { first_name: data.first_name } : {},
      clerk: {},
    },
  }
}

/** True also for an address without the field, because then Clerk does not say that it is unverified. */
function isVerified({ verification }: UserData['email_addresses'][number]): boolean {
  return verification === undefined || verification?.status === 'verified'
}

// All well-formed tags are kept, even one such as `system`: only the catalogues know which are useful.
function localesIn(...candidates: unknown[]): string[] {
  const tags = candidates.flatMap((candidate) =>
    typeof candidate === 'string' ? (languageTag(candidate) ?? []) : [],
  )
  return [...new Set(tags)]
}
