// The package: what `import ... from 'bellhop'` gives.
export { defineConfig } from './config/define-config.ts'
export type { SettingsFile } from './config/settings-file.ts'
export {
  type BellhopOptions,
  createBellhop,
  type EmbeddedBellhop,
  type RequestContext,
  type RequestHandler,
} from './embed/create-bellhop.ts'
export type { WaitUntil } from './embed/runtime-of.ts'
