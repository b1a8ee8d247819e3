import { type ReactElement, use, useId } from 'react'
import { Html, render as renderEmail, Tailwind, Text } from 'react-email'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Common, PREVIEW } from '../../emails/_parts/common.ts'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { template } from '../../src/templates/registry.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { emailInput } from '../support/email-input.ts'

function writes(component: (props: Common) => ReactElement) {
  const module = {
    default: Object.assign(component, { PreviewProps: PREVIEW }),
    subject: () => 'S',
    text: () => 'T',
  }
  const emails = { welcome: template(z.object({}), module) }
  const { render } = createRenderer({ loadEmails: async () => emails })
  return async () => (await render(emailInput('welcome', {}))) as RenderedEmail
}

function Hooked() {
  return <p id={useId()}>Ahoy</p>
}

// The first Tailwind of a process may take longer than a template may. With another configuration,
// since each is waited for once, and that of the test is to be.
beforeAll(async () => {
  await renderEmail(
    <Tailwind config={{}}>
      <Text className="text-red-500">x</Text>
    </Tailwind>,
  )
})

describe('a template with other React components', () => {
  it('may use Tailwind, and renders the same each time', async () => {
    const write = writes(({ locale }) => (
      <Html lang={locale}>
        <Tailwind>
          <Text className="text-red-500">Ahoy</Text>
        </Tailwind>
      </Html>
    ))
    const written = await write()
    expect(written).toMatchObject({ fallback: null, template: 'welcome' })
    expect(written.html).toMatch(/^<!DOCTYPE html[^>]*><html[^>]* lang="en"/)
    expect(written.html).toMatch(/style="[^"]*color:rgb[^"]*">Ahoy/)
    expect(await write()).toEqual(written)
  })

  it('may use hooks', async () => {
    const { html, fallback } = await writes(Hooked)()
    expect(fallback).toBe(null)
    expect(html).toMatch(/<p id="[^"]+">Ahoy<\/p>/)
  })

  it('is waited for once, and not again by each of a hundred emails', async () => {
    const never = new Promise<string>(() => {})
    const write = writes(() => <p>{use(never)}</p>)
    // The first takes three seconds, so waiting for all would exceed the time limit of the test.
    for (let email = 0; email < 100; email++) {
      const { fallback, html } = await write()
      expect({ fallback, html }).toEqual({ fallback: 'template_error', html: '<p>Clerk</p>' })
    }
  })
})
