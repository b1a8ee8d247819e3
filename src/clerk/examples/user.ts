/** `data` of `user.created` and `user.updated`, with one verified primary email address. */
export function exampleUser(id: string, to: string, at: Date): Record<string, unknown> {
  return {
    object: 'user',
    id,
    external_id: null,
    primary_email_address_id: `idn_${id}`,
    primary_phone_number_id: null,
    username: null,
    first_name: 'Ada',
    last_name: 'Lovelace',
    locale: 'en-GB',
    image_url: 'https://img.clerk.com/xxxxxx',
    public_metadata: {},
    private_metadata: null,
    unsafe_metadata: {},
    email_addresses: [
      {
        object: 'email_address',
        id: `idn_${id}`,
        email_address: to,
        verification: { status: 'verified', strategy: 'email_code' },
        linked_to: [],
      },
    ],
    phone_numbers: [],
    external_accounts: [],
    banned: false,
    locked: false,
    created_at: at.getTime(),
    updated_at: at.getTime(),
  }
}
