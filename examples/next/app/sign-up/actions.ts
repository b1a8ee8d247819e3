'use server'

import { bellhop } from '../../bellhop'

/**
 * Tells Bellhop the language of somebody who is about to sign up: the code is sent before there is a user who could
 * have one. Without a hint the code is in the default language, so a failure stops nothing.
 */
export async function hintLanguage(emailAddress: string, locale: string): Promise<void> {
  const request = new Request('http://localhost/bellhop/api/locale-hints', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env.BELLHOP_API_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ emailAddress, locale }),
  })
  const { status } = await bellhop.fetch(request)
  if (status !== 204) console.warn(`The language was not noted: ${status}`)
}
