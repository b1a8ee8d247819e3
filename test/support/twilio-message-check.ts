/** Why Twilio refuses a message: its code and the status of the answer. */
export interface MessageFault {
  readonly code: number
  readonly message: string
}

/** Twilio's own magic numbers for tests, and the code that each of them brings. */
const MAGIC_TO: Readonly<Record<string, number>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
}
const MAGIC_FROM: Readonly<Record<string, number>> = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
}

/** The first fault of a form as it is posted to Messages.json, or null. */
export function checkMessage(form: URLSearchParams): MessageFault | null {
  const to = form.get('To') ?? ''
  const from = form.get('From') ?? ''
  const body = form.get('Body') ?? ''
  if (to === '') return fault(21604, "A 'To' phone number is required.")
  if (from === '' && !form.get('MessagingServiceSid')) {
    return fault(21603, "A 'From' phone number is required.")
  }
  if (body === '') return fault(21602, 'Message body is required.')
  if (body.length > 1600) return fault(21617, 'The concatenated message body is too long.')
  const validity = Number(form.get('ValidityPeriod') ?? 36_000)
  if (!Number.isInteger(validity) || validity < 1 || validity > 36_000) {
    return fault(21624, 'The validity period is out of range.')
  }
  const callback = form.get('StatusCallback')
  if (callback !== null && !(callback.length <= 4000 && /^https?:\/\/[^/_]+\//.test(callback))) {
    return fault(21609, `The StatusCallback URL ${callback} is not a valid URL.`)
  }
  const magicFrom = MAGIC_FROM[from]
  if (magicFrom) return fault(magicFrom, `The 'From' number ${from} is not usable.`)
  const magicTo = MAGIC_TO[to] ?? (/^\+[1-9]\d{6,14}$/.test(to) ? undefined : 21211)
  return magicTo ? fault(magicTo, `The 'To' number ${to} is not usable.`) : null
}

function fault(code: number, message: string): MessageFault {
  return { code, message }
}
