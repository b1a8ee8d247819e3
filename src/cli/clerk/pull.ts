import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { ClerkFault } from '../../clerk/clerk-fault.ts'
import { type PulledFiles, pulledFiles } from '../../clerk/pulled-template.ts'
import type { ClerkTemplate, TemplatesApi } from '../../clerk/templates-api.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { examples } from '../help-text.ts'
import { byHand } from './by-hand.ts'
import { labelOf } from './choice.ts'
import { connect, named } from './connect.ts'

interface Options {
  readonly folder: string
}

/** `bellhop clerk pull`: writes the templates that were customised at Clerk to files. */
export function addPull(clerk: Command, context: CliContext): void {
  clerk
    .command('pull')
    .description('write the templates that you have customised at Clerk to a folder')
    .option('--folder <folder>', 'where to write them', context.settings.clerk.templatesDir)
    .addHelpText(
      'after',
      '\nWrites email/<slug>.subject.txt, email/<slug>.html and sms/<slug>.txt, and replaces earlier ones. The outbox shows them beside your own (view "Beside the pulled").\n' +
        examples('bellhop clerk pull', 'bellhop clerk pull --folder ./before-the-move'),
    )
    .action((options: Options) => pull(context, options))
}

async function pull(context: CliContext, { folder }: Options): Promise<void> {
  const clerk = await connect(context)
  if (clerk.kind === 'by_hand') {
    byHand('pull', clerk.why).forEach(context.print)
    return
  }
  context.print(`Clerk instance: ${named(clerk)}`)
  const customised = clerk.templates.filter((template) => template.customised)
  if (customised.length === 0) {
    context.print('No template was customised at Clerk, so there is nothing to pull.')
    return
  }
  const written: string[] = []
  for (const template of customised) {
    const files = pulledFiles(template)
    if (!files) {
      context.complain(
        `${labelOf(template)}: its slug cannot be the name of a file, so it is left out.`,
      )
      continue
    }
    const full = await withBody(clerk.api, template)
    if (!full) {
      context.complain(`${labelOf(template)}: Clerk does not have it any more.`)
      continue
    }
    const paths = await writeFiles(folder, files, full, written.length)
    for (const path of paths) context.print(join(folder, path))
    written.push(...paths)
  }
  await sayLeftOver(context, folder, written)
}

/** The template with its body, which a list may leave out; null if it was removed meanwhile. */
async function withBody(
  api: Pick<TemplatesApi, 'get'>,
  template: ClerkTemplate,
): Promise<ClerkTemplate | null> {
  if (template.body !== '') return template
  try {
    return await api.get(template)
  } catch (error) {
    if (error instanceof ClerkFault && error.kind === 'not_found') return null
    throw error
  }
}

async function writeFiles(
  folder: string,
  { subject, body }: PulledFiles,
  template: ClerkTemplate,
  before: number,
): Promise<string[]> {
  const contents = [
    ...(subject === null ? [] : [[subject, `${template.subject.trim()}\n`] as const]),
    [body, template.body] as const,
  ]
  try {
    for (const [path, text] of contents) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CliError(
      `${labelOf(template)} cannot be written to ${folder} (${code ?? message}). ${before} files were written before.`,
      {
        exitCode: EXIT.unexpected,
        fix: 'Name a folder that this user may write to: --folder',
        cause: error,
      },
    )
  }
  return contents.map(([path]) => path)
}

/** Files of an earlier pull may be of templates that are no longer customised. */
async function sayLeftOver(
  { print }: CliContext,
  folder: string,
  written: readonly string[],
): Promise<void> {
  for (const channel of ['email', 'sms']) {
    const names = await readdir(join(folder, channel)).catch(() => [])
    for (const name of names) {
      const path = `${channel}/${name}`
      if (!written.includes(path)) {
        print(`${join(folder, path)}: not of this pull. Remove it if you do not need it.`)
      }
    }
  }
}
