import { z } from 'zod'
import { isSeen, oneLine } from '../domain/plain-text.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { urlOf, webAddress } from './url-settings.ts'

// What the environment and the settings file have in common.

// A name, a code and the line for autofill fit into one SMS.
const LONGEST_SMS_NAME = 20

export const colour = z
  .string()
  .regex(/^#?(?:[\da-f]{3}|[\da-f]{6})$/i, 'must be a hex colour such as 335bf1')
  // Many leave out the #, because it begins a comment in an env file.
  .transform((value) => (value.startsWith('#') ? value : `#${value}`))

export const appName = z
  .string()
  .refine(
    (name) => isSeen(oneLine(name)),
    'has no letter or number that a reader can see. Set it to the name of your app',
  )

export const smsAppName = appName.refine(
  (name) => [...name].length <= LONGEST_SMS_NAME,
  `must have at most ${LONGEST_SMS_NAME} characters`,
)

export const smsAppHash = z
  .string()
  .regex(/^[A-Za-z\d+/]{11}$/, 'must be the 11 characters that Android computes for your app')

export const emailAddress = z
  .string()
  .refine((value) => parseRecipient('email', value) !== null, 'must be one email address')

/** A plain address, because it also becomes a link. */
export const supportAddress = z
  .string()
  .refine(
    (value) => parseRecipient('email', value) !== null && /^[\w.+-]{1,64}@/.test(value),
    'must be one email address, with only letters, digits and . _ + - before the @',
  )

export const supportPage = webAddress(
  'must be the address of a page, such as https://acme.com/help',
)

export const accountPage = webAddress(
  'must be the address of a page of your app, such as https://app.acme.com/account',
)

export const appAddress = webAddress(
  'must be the address of your app, such as https://app.example.com',
)

export const imageAddress = urlOf(/^https$/, 'must be the https address of an image')
