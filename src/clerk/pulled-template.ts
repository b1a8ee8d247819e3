import type { TemplateName } from './templates-api.ts'

/** A template as `bellhop clerk pull` has written it, with `{{names}}` of variables in it. */
export interface PulledTemplate {
  /** Empty for an SMS. */
  readonly subject: string
  readonly body: string
}

/** The files of a template, in the folder of the pulled templates. */
export interface PulledFiles {
  /** Null for an SMS, which has none. */
  readonly subject: string | null
  readonly body: string
}

/** Null for a slug that could lead out of the folder: it may be anything that an event or an API says. */
export function pulledFiles({ channel, slug }: TemplateName): PulledFiles | null {
  if (!/^[a-z0-9][a-z0-9_-]{0,99}$/.test(slug)) return null
  const path = `${channel}/${slug}`
  return channel === 'sms'
    ? { subject: null, body: `${path}.txt` }
    : { subject: `${path}.subject.txt`, body: `${path}.html` }
}
