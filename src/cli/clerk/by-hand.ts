import type { TemplateName } from '../../clerk/templates-api.ts'
import { EMAIL_KINDS, SMS_KINDS } from '../../domain/slugs.ts'
import { labelOf } from './choice.ts'

const EMAILS = 'Customization > Emails (https://dashboard.clerk.com/~/customization/email)'
const SMS = 'Customization > SMS (https://dashboard.clerk.com/~/customization/sms)'

// What to do with a template once it is open.
const STEPS = {
  status: 'Open a template. The switch "Delivered by Clerk" shows who delivers its messages.',
  'take-over':
    'Open a template and switch "Delivered by Clerk" off. Keep to this order, the safest first, and stop if a message does not arrive:',
  'give-back':
    'Open a template and switch "Delivered by Clerk" on. Keep to this order, because people wait for codes:',
  pull: 'Open a template that you have changed. Copy its subject and its body into the folder of the pulled templates: email/<slug>.subject.txt and email/<slug>.html, or sms/<slug>.txt.',
} as const

/** What a person does in Clerk's Dashboard in place of a command, line by line. */
export function byHand(
  command: keyof typeof STEPS,
  why: string,
  templates: readonly TemplateName[] = [],
): string[] {
  const width = String(templates.length).length
  return [
    why,
    'In the Clerk Dashboard:',
    `1. Choose the instance, development or production: each has its own templates.`,
    `2. Open ${EMAILS}, or ${SMS}.`,
    `3. ${STEPS[command]}`,
    ...templates.map(
      (template, index) => `   ${String(index + 1).padStart(width)}. ${labelOf(template)}`,
    ),
  ]
}

/** Clerk's templates as far as Bellhop knows them. */
export function knownTemplates(): TemplateName[] {
  const { welcome: _, ...emails } = EMAIL_KINDS
  return [
    ...Object.keys(emails).map((slug) => ({ channel: 'email' as const, slug })),
    ...Object.keys(SMS_KINDS).map((slug) => ({ channel: 'sms' as const, slug })),
  ]
}
