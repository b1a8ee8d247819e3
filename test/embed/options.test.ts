import { expect, it } from 'vitest'
import { createBellhop } from '../../src/index.ts'

// TypeScript refuses only some of them, and JavaScript none.
it.each([
  [{ runtime: 'edge' }, /runtime must be 'server' or 'serverless'\./],
  [{ basePath: 'https://acme.com/bellhop' }, /basePath must be a path/],
  [{ basePath: '/[tenant]/bellhop' }, /basePath must be a path/],
  [{ basePath: '/:tenant' }, /basePath must be a path/],
])('says what is wrong with %j', async (wrong, sentence) => {
  const bellhop = createBellhop({ env: {}, ...(wrong as object) })
  await expect(bellhop.start()).rejects.toThrow(sentence)
})
