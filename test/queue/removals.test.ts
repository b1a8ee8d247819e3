import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createRemovals } from '../../src/queue/removals.ts'

const ANSWERS = 5

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

it('removes what was taken, once', async () => {
  const removed: [string, string[]][] = []
  const removals = createRemovals(async (queue, jobIds) => removed.push([queue, jobIds]), fail)
  removals.add('email', ['a', 'b'])
  removals.add('sms', ['c'])
  removals.add('email', ['d'])
  await removals.flush()
  await removals.flush()
  expect(removed).toEqual([
    ['email', ['a', 'b', 'd']],
    ['sms', ['c']],
  ])
})

it('keeps nothing of what was removed', async () => {
  const answers: WeakRef<object>[] = []
  const removals = createRemovals(async (_, jobIds) => {
    const answer = { jobIds }
    answers.push(new WeakRef(answer))
    return answer
  }, fail)
  for (let time = 0; time < ANSWERS; time++) {
    removals.add('email', [String(time)])
    await removals.flush()
  }
  await setImmediate()
  collectGarbage()
  expect(answers).toHaveLength(ANSWERS)
  expect(answers.filter((answer) => answer.deref())).toEqual([])
})

function fail(error: Error): never {
  throw error
}
