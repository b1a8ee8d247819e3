import { Column, Row, Section } from 'react-email'
import type { Translate } from '../../src/templates/words.ts'
import { INK, SOFT } from './theme.ts'

/** One line: a translated label, and a value. */
export interface Fact {
  readonly label: string
  readonly value: string
}

type Label = Parameters<Translate>[0] extends infer Key
  ? Key extends `labels.${infer Name}`
    ? Name
    : never
  : never

/** The facts for the values that are present, in the given order. */
export function factsOf(
  t: Translate,
  values: Readonly<Partial<Record<Label, string | undefined>>>,
): Fact[] {
  return Object.entries(values).flatMap(([label, value]) =>
    value ? [{ label: t(`labels.${label as Label}`), value }] : [],
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
          {/* Space between label and value in both directions of text. */}
          <Column style={{ width: 12 }} />
          <Column className="ink" style={{ ...CELL, color: INK, overflowWrap: 'anywhere' }}>
            {/* A value may be in another script than the email. */}
            <span dir="auto">{value}</span>
          </Column>
        </Row>
      ))}
    </Section>
  )
}

/** The facts as lines of the text part. */
export function factLines(facts: readonly Fact[]): string {
  return facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
}
