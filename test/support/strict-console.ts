import { afterEach, expect, vi } from 'vitest'

// A test that prints an error or a warning has found a defect.
const error = vi.spyOn(console, 'error')
const warn = vi.spyOn(console, 'warn')

afterEach(() => {
  const printed = [...error.mock.calls, ...warn.mock.calls]
  error.mockClear()
  warn.mockClear()
  expect(printed).toEqual([])
})
