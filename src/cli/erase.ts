import type { Command } from 'commander'
import { parseRecipient } from '../domain/recipient.ts'
import { usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'
import { callApi } from './service.ts'

interface Options {
  readonly user?: string
  readonly recipient?: string
  readonly url: string
}

/** `bellhop erase`: erases a person from the database of a running service. */
export function addErase(program: Command, context: CliContext): void {
  program
    .command('erase')
    .description('delete the personal data of one person from the database')
    .option('--user <id>', 'id of the user at Clerk')
    .option('--recipient <recipient>', 'email address or number, in full')
    .option('--url <url>', 'address of the service', context.settings.url)
    .addHelpText(
      'after',
      examples(
        'bellhop erase --recipient ada@example.com',
        'bellhop erase --user user_2abcDEFghiJKLmnoPQRstuVWXyz',
      ),
    )
    .action(async ({ user, recipient, url }: Options) => {
      if ((user === undefined) === (recipient === undefined)) {
        throw usage('The person to erase is missing.', 'Pass either --user or --recipient.')
      }
      if (user?.trim() === '') throw usage('--user is empty.', 'Write --user user_2abc.')
      if (recipient !== undefined && !isRecipient(recipient)) {
        throw usage(
          `--recipient ${recipient} is not one address or number.`,
          'Write ada@example.com or +14155550123, in full.',
        )
      }
      const person = user === undefined ? { recipient } : { userId: user }
      const erased = await callApi<{ users: number; messages: number }>(
        context,
        url,
        '/api/erase',
        person,
      )
      context.print(`erased: ${erased.users} users, ${erased.messages} messages`)
    })
}

function isRecipient(value: string): boolean {
  return parseRecipient('email', value) !== null || parseRecipient('sms', value) !== null
}
