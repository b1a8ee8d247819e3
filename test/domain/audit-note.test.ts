import { expect, it } from 'vitest'
import { auditNote } from '../../src/domain/audit-note.ts'

it.each([
  ['  The mailbox was full,\n see ticket ABC-4711 ', 'The mailbox was full, see ticket ABC-4711'],
  ['asked by <ada@mail.dev>.', 'asked by …'],
  ['ada%40mail.dev and mailto:bob@mail.dev', '… and …'],
  ['called +49 (151) 234-56.78 twice', 'called … twice'],
  ['on 2026-11-21', 'on …'],
  ['   ', null],
])('of %j is %j', (note, kept) => {
  expect(auditNote(note)).toBe(kept)
})
