import type { MessageKind } from './message.ts'

/** Larger goes first. Gaps leave room for lanes between. */
const PRIORITIES: Record<MessageKind, number> = {
  code: 40,
  link: 30,
  invitation: 20,
  notice: 20,
  welcome: 10,
}

export function priorityOf(kind: MessageKind): number {
  return PRIORITIES[kind]
}
