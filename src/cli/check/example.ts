import type { Channel, MessageContent } from '../../domain/message.ts'
import type { CliContext } from '../context.ts'
import { contentFor, SAME_RANDOM } from '../example-message.ts'

/** An example of a message, and the same with other links. */
export interface Example {
  readonly content: MessageContent
  /** Null if there is no link. */
  readonly withOtherLinks: MessageContent | null
  readonly code: string | undefined
  readonly required: readonly string[]
  readonly links: readonly string[]
}

const REQUIRED = ['magic_link', 'action_url']
const OPTIONAL = 'revoke_session_url'
const LINK = 'https://clerk.acme.dev/v1/revoke?a=1&b=2'
const OTHER_LINK = 'https://accounts.example.dev/v1/other?c=3&d=4'

/** The example of a slug, always the same: a check that fails must fail again. */
export function exampleOf(context: CliContext, channel: Channel, slug: string): Example {
  const fixed = { ...context, random: SAME_RANDOM }
  const contentWith = (set: readonly string[]) => contentFor(fixed, { channel, slug, set })
  const plain = contentWith([])
  const names = Object.keys(plain.variables)
  const content = names.includes(OPTIONAL) ? contentWith([`${OPTIONAL}=${LINK}`]) : plain
  const { variables } = content
  const linkNames = [...REQUIRED, OPTIONAL].filter((name) => names.includes(name))
  const valuesOf = (wanted: readonly string[]) =>
    wanted.flatMap((name) => (typeof variables[name] === 'string' ? [variables[name]] : []))
  return {
    content,
    withOtherLinks:
      channel === 'email' && linkNames.length > 0
        ? contentWith(linkNames.map((name) => `${name}=${OTHER_LINK}`))
        : null,
    code: typeof variables.otp_code === 'string' ? variables.otp_code : undefined,
    required: valuesOf(REQUIRED),
    links: valuesOf(linkNames),
  }
}
