import { describe, expect, it } from 'vitest'
import { type Shared, shareService } from '../../src/embed/shared-services.ts'

interface Fake {
  readonly n: number
}

describe('the service that modules of a process share', () => {
  function scene() {
    const services = new Map<string, Shared<Fake>>()
    const events: string[] = []
    let n = 0
    let fails = 0
    function failNext(): void {
      fails = 1
    }
    const ask = (owner: object, replaces = false, basePath = '') =>
      shareService(services, 'db', {
        owner,
        basePath,
        replaces,
        async open() {
          if (fails-- > 0) throw new Error('no database')
          n++
          events.push(`open ${n}`)
          return { n }
        },
        close: async ({ n: closed }) => void events.push(`close ${closed}`),
      })
    return { ask, events, failNext }
  }

  it('is opened once, however many ask at the same time', async () => {
    const { ask, events } = scene()
    const owner = {}
    const found = await Promise.all([ask(owner), ask(owner), ask({})])
    expect(found.map(({ n }) => n)).toEqual([1, 1, 1])
    expect(events).toEqual(['open 1'])
  })

  it('is closed before another one is opened when its module was loaded again during development', async () => {
    const { ask, events } = scene()
    await ask({}, true)
    const again = {}
    expect((await Promise.all([ask(again, true), ask(again, true)])).map(({ n }) => n)).toEqual([
      2, 2,
    ])
    expect(events).toEqual(['open 1', 'close 1', 'open 2'])
  })

  it('is not replaced by a module that was replaced before', async () => {
    const { ask, events } = scene()
    const [first, second] = [{}, {}]
    await ask(first, true)
    await ask(second, true)
    expect((await ask(first, true)).n).toBe(2)
    expect((await ask(second, true)).n).toBe(2)
    expect(events).toEqual(['open 1', 'close 1', 'open 2'])
  })

  it('is replaced for every base path, because it answers below one', async () => {
    const { ask, events } = scene()
    const [first, second] = [{}, {}]
    await ask(first, true, '/bellhop')
    await ask(second, true, '/mail')
    expect((await ask(first, true, '/bellhop')).n).toBe(3)
    expect(events).toEqual(['open 1', 'close 1', 'open 2', 'close 2', 'open 3'])
  })

  it('is tried again after it could not be opened', async () => {
    const { ask, events, failNext } = scene()
    const owner = {}
    failNext()
    await expect(ask(owner)).rejects.toThrow('no database')
    expect((await ask(owner)).n).toBe(1)
    expect(events).toEqual(['open 1'])
  })
})
