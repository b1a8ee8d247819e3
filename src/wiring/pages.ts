import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Config } from '../config/config.ts'
import { decryptJson } from '../domain/content-cipher.ts'
import type { Pages } from '../http/app.ts'
import { appBelow } from '../http/app-below.ts'
import { describeError } from '../observe/log.ts'
import type { Outbox } from '../ops/outbox/outbox.ts'
import { opsRoutes } from '../ops/routes.tsx'
import { failed, notFound } from '../ops/ui/error-page.tsx'
import { currentVocabulary } from '../templates/vocabulary.ts'
import { openAccess } from './access.ts'
import type { Base } from './base.ts'
import type { Callers } from './callers.ts'
import { capturedChannels } from './captured.ts'
import { createEmailFiles } from './email-file.ts'
import { openReadOverview } from './overview.ts'
import { createReadPulled } from './pulled-templates.ts'
import { createRequestPreview } from './request-preview.ts'
import type { SelfCheck } from './self-check.ts'
import type { WebParts } from './web-parts.ts'

export interface PagesParts extends WebParts {
  /** The signing secrets of Clerk's endpoint. */
  readonly secrets: readonly string[]
  readonly callers: Callers
  readonly doctor: SelfCheck['read']
}

/** The pages and their JSON API. */
export function createPages(config: Config, base: Base, parts: PagesParts): Pages {
  const app = appBelow(config.basePath)
  function answerFailure(error: Error, c: Context): Response | Promise<Response> {
    // Hono itself refused the request, such as a body that is too large.
    if (error instanceof HTTPException) return failed(c, error.status as ContentfulStatusCode)
    base.log.error(describeError(error), 'request failed')
    return failed(c, 500, error)
  }
  app.route('/', openRoutes(config, base, parts))
  app.notFound(notFound)
  app.onError(answerFailure)
  return { app, failed: answerFailure }
}

function openRoutes(config: Config, base: Base, parts: PagesParts): Hono {
  const { store, delivery, secrets, callers, keptMs } = parts
  const { now, newId } = base
  const { db } = store
  return opsRoutes({
    db,
    access: openAccess(config, secrets, { ...callers, db, now }),
    sendAgain: delivery.sendAgain,
    readOverview: openReadOverview(config, base, parts, 3 * keptMs),
    instances: config.instanceNames,
    transports: { email: config.email.transport, sms: config.sms.transport },
    limits: {
      settingsOf: config.settingsOf,
      checkNumbers: config.checkNumbers,
      dailySegments: config.dailySegments ?? null,
      welcomesPerMinute: config.welcomesPerMinute,
    },
    outbox: openOutbox(config, parts),
    erasePerson: delivery.erasePerson,
    doctor: parts.doctor,
    environment: config.production ? 'production' : 'development',
    now,
    newId,
  })
}

function openOutbox(
  config: Config,
  { captures, renderer, templatePreview, delivery }: PagesParts,
): Outbox | null {
  const captured = capturedChannels(config)
  if (!captured.email && !captured.sms) return null
  return {
    captures,
    render: renderer.render,
    failure: config.production ? async () => null : renderer.check,
    languages: currentVocabulary().languages,
    requestPreview: createRequestPreview(config),
    writeFile: createEmailFiles(config),
    templates: templatePreview,
    readPulled: createReadPulled(config.clerk.templatesDir),
    decrypt: (source) => decryptJson(delivery.cipher, source),
  }
}
