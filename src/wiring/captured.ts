import type { Config } from '../config/config.ts'
import type { Channel } from '../domain/message.ts'

/** The channels whose messages are captured and not sent. */
export function capturedChannels({ email, sms }: Config): Readonly<Record<Channel, boolean>> {
  return { email: email.transport === 'capture', sms: sms.transport === 'capture' }
}
