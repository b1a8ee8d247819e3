import { loadConfig } from '../../src/config/config.ts'
import { brandOf } from '../../src/templates/brand.ts'
import type { Brand } from '../_parts/common.ts'

/** The brand that the settings give an instance, or the general one without an instance. Pictures are inlined. */
export async function configuredBrand(
  env: Readonly<Record<string, string | undefined>>,
  instance: string | null,
): Promise<Brand> {
  const { settingsOf, brandFiles } = await loadConfig(env)
  const { brand } = settingsOf(instance)
  // The preview does not serve these files.
  const inlined = (url: string | undefined) => {
    const file = brandFiles.find(({ path }) => url?.endsWith(path))
    return file ? `data:${file.type};base64,${Buffer.from(file.body).toString('base64')}` : url
  }
  return brandOf(
    { app: { name: 'Acme' } },
    { ...brand, logoUrl: inlined(brand.logoUrl), logoDark: inlined(brand.logoDark) },
  )
}
