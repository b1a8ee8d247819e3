import { afterEach, expect, vi } from 'vitest'

// What a test prints as an error or a warning is a defect that nobody looked at.
const error = vi.spyOn(console, 'error')
const warn = vi.spyOn(console, 'warn')

afterEach(() => {
  const printed = [...error.mock.calls, ...warn.mock.calls]
  error.mockClear()
  warn.mockClear()
  expect(printed).toEqual([])
})
