import { describe, expect, it } from 'vitest'
import { fewestOpenFiles, openFilesLimit, shareOpenFiles } from '../../src/runtime/open-files.ts'

describe('the number of open files', () => {
  it.each([
    [256, true, { engine: 64, sockets: 84 }],
    [1_024, true, { engine: 128, sockets: 788 }],
    [20_000, true, { engine: 128, sockets: 1_000 }],
    [Number.POSITIVE_INFINITY, true, { engine: 128, sockets: 1_000 }],
    [256, false, { engine: 0, sockets: 160 }],
  ])('are shared out: %d, embedded %s', (limit, embedded, shares) => {
    expect(shareOpenFiles(limit, embedded)).toEqual(shares)
  })

  it.each([true, false])('never reaches the limit, embedded %s', (embedded) => {
    for (let limit = 1; limit < 3_000; limit++) {
      const shares = shareOpenFiles(limit, embedded)
      expect(shares === null).toBe(limit < fewestOpenFiles(embedded))
      if (shares) expect(shares.sockets + shares.engine).toBeLessThanOrEqual(limit - 96)
    }
  })

  it('is limited by the system', () => {
    expect(openFilesLimit()).toBeGreaterThanOrEqual(fewestOpenFiles(true))
  })
})
