import type { SettingsFile } from './written-settings.ts'

/**
 * Types the settings of `bellhop.config.ts`; returns them as they are. They are checked when Bellhop starts.
 * `docs/settings.md` describes each.
 *
 * @example
 * // bellhop.config.ts
 * export default defineConfig({ from: 'Acme <login@auth.acme.com>', brand: { name: 'Acme' } })
 */
export function defineConfig(settings: SettingsFile): SettingsFile {
  return settings
}
