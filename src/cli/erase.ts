import type { Command } from 'commander'
import { parseRecipient } from '../domain/recipient.ts'
import { usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { callApi } from './service.ts'

interface Options {
  readonly user?: string
  readonly recipient?: string
  readonly url: string
}

/** `bellhop erase`: takes a person out of the database of a running service. */
export function addErase(program: Command, context: CliContext): void {
  program
    .command('erase')
    .description('take all that is personal about somebody out of the database')
    .option('--user <id>', "Clerk's id of the user")
    .option('--recipient <recipient>', 'the full address or number')
    .option('--url <url>', 'of the service', context.settings.url)
    .action(async ({ user, recipient, url }: Options) => {
      if ((user === undefined) === (recipient === undefined)) {
        throw usage('It is not said whom to erase.', 'Pass either --user or --recipient.')
      }
      if (user?.trim() === '') throw usage('--user is empty.', 'Write --user user_2abc.')
      if (recipient !== undefined && !isRecipient(recipient)) {
        throw usage(
          `--recipient ${recipient} is not one address or number.`,
          'Write ada@example.com or +14155550123, in full.',
        )
      }
      const whom = user === undefined ? { recipient } : { userId: user }
      const erased = await callApi<{ users: number; messages: number }>(
        context,
        url,
        '/api/erase',
        whom,
      )
      context.print(`erased: ${erased.users} users, ${erased.messages} messages`)
    })
}

function isRecipient(value: string): boolean {
  return parseRecipient('email', value) !== null || parseRecipient('sms', value) !== null
}
