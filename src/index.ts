// The package: what `import ... from 'bellhop'` gives.
export { defineConfig } from './config/define-config.ts'
export type { SettingsFile } from './config/written-settings.ts'
export { createBellhop } from './embed/create-bellhop.ts'
export type {
  BellhopOptions,
  EmbeddedBellhop,
  RequestContext,
  RequestHandler,
} from './embed/embedded-bellhop.ts'
export type { WaitUntil } from './embed/runtime-of.ts'
export type { OwnProps } from './templates/own-template.ts'
