import { describe, expect, it } from 'vitest'
import { createBacklog } from '../../src/queue/backlog.ts'

const ref = (id: string, priority = 40) => ({ id, channel: 'email' as const, priority })

describe('a backlog', () => {
  it('has room for as many messages as its requests hold', () => {
    const backlog = createBacklog(2)
    const refs = [ref('a'), ref('b'), ref('c')]
    expect(backlog.withRoom(refs)).toEqual(refs.slice(0, 2))
    backlog.add(refs.slice(0, 1))
    expect(backlog.withRoom(refs.slice(1))).toEqual([refs[1]])
  })

  it('has room again when a request has taken messages', () => {
    const backlog = createBacklog(1)
    backlog.add([ref('a')])
    expect(backlog.withRoom([ref('b')])).toEqual([])
    expect(backlog.next(1)).toEqual([ref('a')])
    expect(backlog.withRoom([ref('b')])).toEqual([ref('b')])
  })

  it('has room for a code however many welcomes wait', () => {
    const backlog = createBacklog(2)
    backlog.add([ref('a', 10), ref('b', 10), ref('c', 10)])
    expect(backlog.withRoom([ref('d', 10), ref('e', 40)])).toEqual([ref('e', 40)])
    backlog.add([ref('e', 40)])
    expect(backlog.next(1)).toEqual([ref('e', 40)])
  })

  it('holds a message once that comes twice', () => {
    const backlog = createBacklog(2)
    backlog.add([ref('a')])
    backlog.add([ref('a')])
    expect(backlog.size()).toBe(1)
  })

  it('knows the lowest priority of a full request', () => {
    const backlog = createBacklog(10)
    backlog.add([ref('a', 10), ref('b', 40)])
    expect(backlog.lowestPriority(3)).toBeNull()
    backlog.add([ref('c', 20)])
    expect(backlog.lowestPriority(2)).toBe(20)
  })

  it('has no room when it is closed, and returns what is left', () => {
    const backlog = createBacklog(2)
    backlog.add([ref('a')])
    expect(backlog.close()).toEqual([ref('a')])
    expect(backlog.withRoom([ref('b')])).toEqual([])
    expect(backlog.add([ref('b')])).toBe(false)
  })
})
