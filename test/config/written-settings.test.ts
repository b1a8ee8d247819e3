import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { settingsFile } from '../../src/config/settings-file.ts'
import type { SettingsFile } from '../../src/config/written-settings.ts'

// `npm run check` compares them.
it('the settings that apps write are those that are checked', () => {
  expectTypeOf<SettingsFile>().toEqualTypeOf<z.input<typeof settingsFile>>()
})
