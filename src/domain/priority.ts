import type { MessageKind } from './message.ts'

/** The largest goes first. The gaps leave room for more lanes. */
const PRIORITIES: Record<MessageKind, number> = {
  code: 40,
  link: 30,
  invitation: 20,
  notice: 20,
  welcome: 10,
}

/** A person waits for messages of this priority and higher: codes and links. */
export const URGENT_PRIORITY = 30

/** The lanes by name, the most urgent first. */
export const LANES = ['code', 'link', 'notice', 'welcome'] as const

export type Lane = (typeof LANES)[number]

/** The lane that a message of this priority is in. */
export function laneOf(priority: number): Lane {
  return LANES.find((lane) => priority >= PRIORITIES[lane]) ?? 'welcome'
}

export function priorityOf(kind: MessageKind): number {
  return PRIORITIES[kind]
}
