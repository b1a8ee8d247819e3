import { watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { openLiveModules } from '../runtime/live-modules.ts'
import { describeFailure, type TemplateFailure } from '../templates/template-failure.ts'
import type { Base } from './base.ts'
import { type MessageParts, messageParts } from './message-parts.ts'

const ROOT = new URL('../../', import.meta.url)
const PARTS = new URL('./message-parts.ts', import.meta.url)
const SETTINGS = fileURLToPath(new URL('bellhop.config.ts', ROOT))
// An editor writes a file in several steps.
const QUIET_MS = 50

/**
 * The parts that follow the templates and the settings file while `npm run dev` runs, so that a change needs
 * no restart and the outbox stays connected. After a change that has a fault the earlier ones stay.
 */
export function openLiveParts(first: Config, base: Base): MessageParts {
  let current = messageParts(first, base)
  let fault: TemplateFailure | null = null
  const modules = openLiveModules(isLive)

  async function reload(): Promise<void> {
    const began = performance.now()
    const next = await readAgain()
    fault = 'cause' in next ? next : await next.renderer.check()
    if (fault) {
      base.log.error(`${fault.title}, so everything stays as it was before: ${fault.cause}`)
      return
    }
    if ('renderer' in next) current = next
    const took = Math.round(performance.now() - began)
    base.log.info(`templates and settings read again in ${took} ms`)
  }

  async function readAgain(): Promise<MessageParts | TemplateFailure> {
    try {
      const { readMessageParts }: typeof import('./message-parts.ts') = await import(
        modules.fresh(PARTS)
      )
      return await readMessageParts(base, modules.fresh)
    } catch (error) {
      const cause = error instanceof ConfigError ? error.message : describeFailure(error)
      return { title: 'The change cannot be used', cause }
    }
  }

  followFiles(modules.files, reload)
  const { settingsOf, instanceNames } = current.config
  return {
    config: {
      ...first,
      settingsOf: (...args: Parameters<typeof settingsOf>) => current.config.settingsOf(...args),
      instanceNames: {
        get ids() {
          return current.config.instanceNames.ids
        },
        nameOf: (...args: Parameters<typeof instanceNames.nameOf>) =>
          current.config.instanceNames.nameOf(...args),
        idOf: (...args: Parameters<typeof instanceNames.idOf>) =>
          current.config.instanceNames.idOf(...args),
      },
      get brandFiles() {
        return current.config.brandFiles
      },
    },
    renderer: {
      render: (input) => current.renderer.render(input),
      check: async () => fault ?? current.renderer.check(),
    },
    templatePreview: {
      slugs: () => current.templatePreview.slugs(),
      write: (choice) => current.templatePreview.write(choice),
      get languages() {
        return current.templatePreview.languages
      },
      get instances() {
        return current.templatePreview.instances
      },
    },
  }
}

/** Templates, words, the settings file with what it imports, and what joins them. */
function isLive(url: string): boolean {
  if (!url.startsWith(ROOT.href) || url.includes('/node_modules/')) return false
  const path = url.slice(ROOT.href.length)
  return (
    !path.startsWith('src/') || path.startsWith('src/templates/') || path.startsWith('src/wiring/')
  )
}

/** Calls `onChange` after a change of one of the files, or of another one in the folders of the operator. */
function followFiles(files: ReadonlySet<string>, onChange: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      last = last.then(onChange)
    }, QUIET_MS)
  }
  const follow = (
    folder: string,
    options: { recursive: boolean },
    concerns = (_: string) => true,
  ) => {
    try {
      const watcher = watch(folder, options, (_, name) => {
        if (name && concerns(join(folder, name))) changed()
      })
      // A folder may be removed.
      watcher.on('error', () => {}).unref()
    } catch {
      // There is no such folder.
    }
  }
  const inRoot = (path: string) => fileURLToPath(new URL(path, ROOT))
  for (const path of ['emails', 'src/templates', 'brand']) follow(inRoot(path), { recursive: true })
  follow(dirname(SETTINGS), { recursive: false }, (file) => file === SETTINGS || files.has(file))
}
