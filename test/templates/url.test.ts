import { describe, expect, it } from 'vitest'
import { safeUrl } from '../../src/templates/url.ts'

describe('a link that may become a button', () => {
  it.each([
    'https://acme.dev/verify?token=a@b',
    'https://acme.dev/@ada',
    'https://acme.dev',
    'HTTPS://Acme.dev/x#y',
    'https://acme.dev:8443?next=https://acme.dev/@ada',
    'http://localhost:3000/x',
    'https://müller.example/x',
  ])('is not changed: %s', (url) => {
    expect(safeUrl(url)).toBe(url)
  })

  it.each([
    'https://evil.com\\@acme.dev/x',
    'https://acme.dev\\.evil.com/x',
    'https:\\\\evil.com/x',
    'https://acme.dev/x\\y',
    'https://@evil.com/acme.dev',
    'https://:@evil.com/acme.dev',
    'https://acme.dev@evil.com/x',
    'https://acme.dev:x@evil.com',
    'https:evil.com/x',
    'https:/evil.com/x',
    'https:///evil.com/x',
    'http://evil.com/x',
    'https://203.0.113.7/x',
    'https://3405803783/x',
    'https://[2001:db8::1]/x',
    'javascript:alert(1)',
  ])('is refused when it hides its destination: %s', (url) => {
    expect(safeUrl(url)).toBeUndefined()
  })
})
