import type { SettingsFile } from './settings-file.ts'

/**
 * Types the settings of `bellhop.config.ts`; returns them as they are. They are checked when Bellhop starts.
 * `docs/settings.md` describes each.
 */
export function defineConfig(settings: SettingsFile): SettingsFile {
  return settings
}
