import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { configuredBrand } from '../../emails/_preview/configured-brand.ts'

const PROJECT = fileURLToPath(new URL('../fixtures/project/bellhop.config.ts', import.meta.url))

it('the preview has the brand of the settings, with the logo inlined', async () => {
  expect(await configuredBrand({ BELLHOP_CONFIG: PROJECT }, null)).toMatchObject({
    appName: 'Northwind',
    primaryColor: '#7c2d12',
    logo: expect.stringMatching(/^data:image\/png;base64,/),
    logoDark: expect.stringMatching(/^data:image\/png;base64,/),
    footer: 'Northwind delivers.',
  })
})

it('the preview has the brand of an instance', async () => {
  const brand = await configuredBrand({ BELLHOP_CONFIG: PROJECT }, 'ins_staging')
  expect(brand).toMatchObject({ appName: 'Northwind Staging', primaryColor: '#7c2d12' })
})

it('the preview has an example name where the settings have none', async () => {
  expect(await configuredBrand({ BELLHOP_CONFIG: 'off' }, null)).toMatchObject({ appName: 'Acme' })
})
