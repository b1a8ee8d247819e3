import { Column, Row, Section } from 'react-email'
import type { Say } from '../../src/templates/words.ts'
import { INK, SOFT } from './theme.ts'

/** One line of what is known: a translated label, a value as Clerk or the user wrote it. */
export interface Fact {
  readonly label: string
  readonly value: string
}

type Label = Parameters<Say>[0] extends infer Key
  ? Key extends `labels.${infer Name}`
    ? Name
    : never
  : never

/** The facts that are known, in the order given. */
export function factsOf(
  say: Say,
  values: Readonly<Partial<Record<Label, string | undefined>>>,
): Fact[] {
  return Object.entries(values).flatMap(([label, value]) =>
    value ? [{ label: say(`labels.${label as Label}`), value }] : [],
  )
}

const CELL = { fontSize: 13, lineHeight: '20px', paddingBottom: 4, verticalAlign: 'top' } as const

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  if (facts.length === 0) return null
  return (
    <Section style={{ margin: '12px 0' }}>
      {facts.map(({ label, value }) => (
        <Row key={label}>
          <Column className="soft" style={{ ...CELL, color: SOFT, width: '38%' }}>
            {label}
          </Column>
          {/* Room between the two, whichever side they are on. */}
          <Column style={{ width: 12 }} />
          <Column className="ink" style={{ ...CELL, color: INK, wordBreak: 'break-word' }}>
            {/* Values come in the script of whoever wrote them. */}
            <span dir="auto">{value}</span>
          </Column>
        </Row>
      ))}
    </Section>
  )
}

/** The same for the text part. */
export function factLines(facts: readonly Fact[]): string {
  return facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
}
