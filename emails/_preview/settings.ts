import { configuredBrand } from './configured-brand.ts'
import { handedOver, handOver } from './handed-over.ts'

// Loaded before `email dev`, in each of its processes.

if (!handedOver()) {
  const { PREVIEW_INSTANCE: instance = null } = process.env
  const brand = await configuredBrand(process.env, instance).catch((error: unknown) => {
    process.stderr.write(
      `The preview shows an example brand, because the settings are wrong. ${error}\n`,
    )
    return null
  })
  handOver(JSON.stringify(brand))
}
