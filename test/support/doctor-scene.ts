import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { CliWorld } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'
import { postSignedProbe } from '../../src/cli/signed-probe.ts'
import { readConfig } from '../../src/config/config.ts'
import type { Dns } from '../../src/doctor/dns.ts'
import type { Finding } from '../../src/domain/finding.ts'
import { doctorChecks } from '../../src/wiring/doctor.ts'
import { openOfflineTools } from '../../src/wiring/offline.ts'
import { postTestAlert } from '../../src/wiring/test-alert.ts'
import { OPS_TOKEN, type RunningBellhop, SECRET, startBellhop } from './bellhop.ts'
import { emailCreated } from './clerk-events.ts'
import { type ClerkServer, openClerkServer } from './clerk-server.ts'
import { cliContext } from './cli-context.ts'
import { createTestDatabase, type TestDatabase } from './engines.ts'
import { openProviders, type Providers } from './providers.ts'
import { RESEND_EVENTS } from './resend-account.ts'

/** A set-up in which everything is right, until a test changes something. */
export interface DoctorScene {
  service: RunningBellhop
  providers: Providers
  clerk: ClerkServer
  env: Record<string, string>
  /** What the settings file exports. */
  file: object
  now: () => Date
  nodeVersion: string
  wait: () => Promise<void>
  /** What DNS has. */
  zone: { txt: Map<string, string[]>; mx: Map<string, string[]> }
  stdout: string[]
  stderr: string[]
  /** Runs a command, and resolves with its exit code. */
  bellhop(...argv: string[]): Promise<number>
  /** Runs `bellhop doctor`, and resolves with its exit code. */
  doctor(...args: string[]): Promise<number>
  /** Runs it, and resolves with what one check found. */
  found(id: string): Promise<Finding | undefined>
  /** Runs it, and expects this of one check. */
  finds(id: string, status: Finding['status'], message: RegExp): Promise<void>
}

/** Opens the set-up anew for each test of the file. */
export function useDoctorScene(): DoctorScene {
  const scene = { bellhop, doctor, found, finds } as DoctorScene
  let home: TestDatabase
  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    scene.service = await startBellhop(home)
    await scene.service.post(emailCreated({}, { instance_id: 'ins_acme' }))
  })
  afterAll(async () => {
    await scene.service[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    const { url } = scene.service
    const providers = await openProviders()
    const clerk = await openClerkServer({ secretKey: 'sk_test_clerk', instanceId: 'ins_acme' })
    providers.resend.account.webhooks.push({
      id: 'web_1',
      endpoint: `${url}/api/webhooks/resend`,
      status: 'enabled',
      events: RESEND_EVENTS,
    })
    Object.assign(scene, {
      providers,
      clerk,
      env: {
        ...providers.env,
        DATA_DIR: '/tmp',
        APP_NAME: 'Acme',
        SUPPORT_EMAIL: 'help@acme.dev',
        PUBLIC_URL: url,
        RESEND_WEBHOOK_SECRET: SECRET,
        CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
        CLERK_SECRET_KEY: 'sk_test_clerk',
        CLERK_API_URL: clerk.url,
        ALERT_WEBHOOK_URL: 'https://hooks.slack.com/services/T0001/B0001/slackhooksecret',
      },
      file: {},
      now: () => new Date(),
      nodeVersion: '24.0.0',
      wait: async () => {},
      zone: {
        mx: new Map([['send.auth.acme.dev', ['feedback-smtp.eu-west-1.amazonses.com']]]),
        txt: new Map([
          ['send.auth.acme.dev', ['v=spf1 include:amazonses.com ~all']],
          ['resend._domainkey.auth.acme.dev', ['p=MIGfMA0']],
          ['_dmarc.acme.dev', ['v=DMARC1; p=none;']],
        ]),
      },
      stdout: [],
      stderr: [],
    })
    return async () => {
      await providers[Symbol.asyncDispose]()
      await scene.clerk.close()
    }
  })

  const dns: Dns = {
    txt: async (name) => scene.zone.txt.get(name) ?? [],
    mx: async (name) => scene.zone.mx.get(name) ?? [],
    cname: async () => [],
  }

  function doctor(...args: string[]): Promise<number> {
    return bellhop('doctor', ...args)
  }

  function bellhop(...argv: string[]): Promise<number> {
    const { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: apiUrl = '' } = scene.env
    const world = {
      settings: {
        url: scene.service.url,
        signingSecrets: [SECRET],
        opsToken: OPS_TOKEN,
        clerk: { secretKey, apiUrl, templatesDir: '/tmp' },
      },
      wait: () => scene.wait(),
    }
    const context: CliWorld = cliContext({
      ...world,
      offlineTools: async () => openOfflineTools(readConfig(scene.env, scene.file)),
      migrate: async () => {},
      testAlert: () =>
        postTestAlert(readConfig(scene.env, scene.file), { now: scene.now, newId: v7 }),
      // Much more than a slow machine needs.
      checkLimitMs: 60_000,
      doctorChecks: (url) =>
        doctorChecks(async () => readConfig(scene.env, scene.file), {
          fetch,
          now: scene.now,
          dns,
          connectMs: 50_000,
          nodeVersion: scene.nodeVersion,
          postSigned: (signal) => postSignedProbe(context, url, signal),
        }),
      print: (line) => scene.stdout.push(line),
      complain: (line) => scene.stderr.push(line),
    })
    return run(argv, context)
  }

  async function found(id: string): Promise<Finding | undefined> {
    const before = scene.stdout.length
    await doctor('--json')
    return scene.stdout
      .slice(before)
      .map((line) => JSON.parse(line) as Finding)
      .find((each) => each.id === id)
  }

  async function finds(id: string, status: Finding['status'], message: RegExp): Promise<void> {
    const finding = await found(id)
    expect(finding).toMatchObject({ id, status })
    expect(finding?.message).toMatch(message)
  }

  return scene
}
