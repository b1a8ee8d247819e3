import type { Channel } from '../../src/domain/message.ts'

/** A template in the form of Clerk's Backend API. */
export interface WireTemplate {
  readonly id: string
  readonly object: 'template'
  instance_id: string | null
  resource_type: 'system' | 'user'
  readonly template_type: Channel
  name: string
  readonly slug: string
  readonly position: number
  can_revert: boolean
  readonly can_delete: boolean
  readonly can_edit_body: boolean
  readonly can_toggle: boolean
  subject: string | null
  readonly markup: string
  body: string
  available_variables: readonly string[]
  readonly required_variables: readonly string[]
  readonly from_email_name: string
  readonly reply_to_email_name: string | null
  delivered_by_clerk: boolean
  readonly enabled: boolean
  readonly flagged_as_suspicious: boolean
  readonly created_at: number
  readonly updated_at: number
}

let position = 0

/** A template as Clerk makes it, and nobody has changed it. */
export function wireTemplate(
  channel: Channel,
  slug: string,
  variables: readonly string[] = [],
  fields: Partial<WireTemplate> = {},
): WireTemplate {
  position += 1
  const title = slug.replaceAll('_', ' ')
  return {
    id: `tmpl_${position}`,
    object: 'template',
    instance_id: null,
    resource_type: 'system',
    template_type: channel,
    name: `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    slug,
    position,
    can_revert: false,
    can_delete: false,
    can_edit_body: true,
    can_toggle: channel === 'sms',
    subject: channel === 'email' ? `{{app.name}}: ${title}` : null,
    markup: '',
    body: variables.map((name) => `<p>{{${name}}}</p>`).join(''),
    available_variables: ['app.name', 'app.url', ...variables],
    required_variables: variables.slice(0, 1),
    from_email_name: 'notifications',
    reply_to_email_name: null,
    delivered_by_clerk: true,
    enabled: true,
    flagged_as_suspicious: false,
    created_at: 1716883200000,
    updated_at: 1716883200000,
    ...fields,
  }
}

/** One of each kind, and a slug that Bellhop does not know. */
export const WIRE_TEMPLATES: readonly WireTemplate[] = [
  wireTemplate('email', 'verification_code', ['otp_code', 'requested_by', 'requested_at']),
  wireTemplate('email', 'magic_link_sign_in', ['magic_link', 'ttl_minutes']),
  wireTemplate('email', 'invitation', ['action_url', 'inviter_name']),
  wireTemplate('email', 'password_changed', ['greeting_name', 'primary_email_address'], {
    instance_id: 'ins_test',
    resource_type: 'user',
    can_revert: true,
    subject: 'Hello {{greeting_name}}, your password was changed',
    body: '<h1>{{app.name}}</h1>{{#if greeting_name}}<p>Hello {{greeting_name}}</p>{{/if}}',
  }),
  wireTemplate('email', 'someone_tried_to_sign_up', ['greeting_name']),
  wireTemplate('sms', 'verification_code', ['otp_code']),
  wireTemplate('sms', 'password_changed'),
]
