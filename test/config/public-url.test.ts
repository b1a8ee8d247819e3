import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { problemsOf } from '../support/problems-of.ts'

const TWILIO = {
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM: '+14155550100',
}

it.each([
  ['https://acme.dev', 'https://acme.dev'],
  ['https://acme.dev/', 'https://acme.dev'],
  ['https://acme.dev:8443/', 'https://acme.dev:8443'],
  ['https://Bellhop.Acme.dev:443', 'https://bellhop.acme.dev'],
  ['HTTPS://acme.dev', 'https://acme.dev'],
  ['https://bücher.example', 'https://xn--bcher-kva.example'],
])('PUBLIC_URL=%s is kept as the origin %s', (PUBLIC_URL, origin) => {
  expect(readConfig({ PUBLIC_URL }).publicUrl).toBe(origin)
})

it.each([
  'https://x.dev?',
  'https://x.dev/?',
  'https://x.dev/?a=1',
  'https://x.dev#',
  'https://x.dev/#',
  'https://x.dev\\',
  'https://@x.dev',
  'https://me:secret@x.dev',
  'https://x.dev/.',
  'https://x.dev/bellhop',
])('PUBLIC_URL=%s is refused', (PUBLIC_URL) => {
  expect(problemsOf({ PUBLIC_URL })).toEqual([
    expect.stringMatching(/^PUBLIC_URL must be scheme and host only/),
  ])
})

it.each(['RESEND_BASE_URL', 'TWILIO_BASE_URL', 'CLERK_API_URL'])(
  '%s may have a path, and nothing after which a path could not follow',
  (name) => {
    expect(problemsOf({ [name]: 'http://127.0.0.1:9/fake/' })).toEqual([])
    for (const end of ['?', '/?a=1', '#', '\\']) {
      expect(problemsOf({ [name]: `https://x.dev${end}` })).toEqual([
        expect.stringMatching(RegExp(`^${name} must not contain`)),
      ])
    }
  },
)

it.each([
  'http://localhost:3000',
  'https://localhost.',
  'https://bellhop.localhost',
  'https://bellhop.local',
  'https://bellhop.internal',
  'https://bellhop',
  'https://x..com',
  'https://.x.com',
  'https://my_host.acme.dev',
  'https://-x.acme.dev',
  'http://127.0.0.1',
  'http://127.1',
  'http://0.0.0.0',
  'https://10.1.2.3',
  'https://172.16.0.1',
  'https://172.31.255.255',
  'https://192.168.1.1',
  'https://169.254.169.254',
  'https://100.64.0.1',
  'http://[::1]',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:10.0.0.1]',
  'https://[fe80::1]',
  'https://[fd12:3456::1]',
])('PUBLIC_URL=%s is refused for status callbacks, except with a fake Twilio', (PUBLIC_URL) => {
  expect(problemsOf({ ...TWILIO, PUBLIC_URL })).toEqual([
    expect.stringMatching(/^PUBLIC_URL has a host that Twilio cannot reach/),
  ])
  expect(problemsOf({ ...TWILIO, PUBLIC_URL, TWILIO_BASE_URL: 'http://127.0.0.1:9' })).toEqual([])
  expect(problemsOf({ PUBLIC_URL })).toEqual([])
})

it.each([
  'https://bellhop.acme.dev',
  'https://bellhop.acme.dev.',
  'https://bücher.de',
  'https://local.acme.dev',
  'https://8.8.8.8',
  'https://172.32.0.1',
  'https://100.128.0.1',
  'https://[2606:4700:4700::1111]',
  'https://[::ffff:8.8.8.8]',
])('PUBLIC_URL=%s is accepted for status callbacks', (PUBLIC_URL) => {
  expect(problemsOf({ ...TWILIO, PUBLIC_URL })).toEqual([])
})

it('an invalid PUBLIC_URL is reported once', () => {
  expect(problemsOf({ ...TWILIO, PUBLIC_URL: 'bellhop.acme.dev' })).toEqual([
    expect.stringMatching(/^PUBLIC_URL must be the http/),
  ])
})
