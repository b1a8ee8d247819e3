import { StartError } from './start-error.ts'

/** A package that Bellhop needs for one purpose only. The package `bellhop` does not install it. */
export interface OptionalPackage {
  readonly purpose: string
  /** What `npm install` takes. */
  readonly names: readonly string[]
}

const PGLITE = '@electric-sql/pglite'
const TRACING = ['api', 'resources', 'sdk-node'].map((name) => `@opentelemetry/${name}`)

export const OPTIONAL = {
  pglite: { purpose: 'The embedded database', names: [PGLITE] },
  smtp: { purpose: 'SMTP', names: ['nodemailer'] },
  twilio: { purpose: 'Twilio', names: ['twilio'] },
  tracing: { purpose: 'Tracing', names: TRACING },
} as const satisfies Readonly<Record<string, OptionalPackage>>

/** What to do if the package is not installed. */
export function installSentence({ purpose, names }: OptionalPackage): string {
  return `${purpose} needs a package that is not installed: run npm install ${names.join(' ')}.`
}

/** What is loading. Rejects with a StartError that names the command if the package is not installed. */
export async function optional<Module>(
  wanted: OptionalPackage,
  loading: Promise<Module>,
): Promise<Module> {
  try {
    return await loading
  } catch (error) {
    throw isMissing(wanted, error)
      ? new StartError(installSentence(wanted), { cause: error })
      : error
  }
}

function isMissing({ names }: OptionalPackage, error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  if (code !== 'ERR_MODULE_NOT_FOUND') return false
  return names.some((name) => message.startsWith(`Cannot find package '${name}'`))
}
