import { Section } from 'react-email'
import type { Translate } from '../../src/templates/words.ts'
import { INK, SOFT } from './theme.ts'
import { unbroken } from './unbroken.tsx'

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

// A label breaks between words only, so the column is as wide as its longest word. A value may break
// anywhere, as all other text.
const LABEL = {
  ...CELL,
  color: SOFT,
  width: '38%',
  wordBreak: 'keep-all',
} as const

/** A table, so that the values begin at the same place. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  if (facts.length === 0) return null
  return (
    <Section style={{ margin: '12px 0' }}>
      <table width="100%" border={0} cellPadding="0" cellSpacing="0" role="presentation">
        <tbody>
          {facts.map(({ label, value }) => (
            <tr key={label}>
              <td className="soft" style={LABEL}>
                {unbroken(label)}
              </td>
              {/* Space between label and value in both directions of text. */}
              <td style={{ width: 12 }} />
              <td className="ink" style={{ ...CELL, color: INK }}>
                {/* A value may be in another script than the email. */}
                <span dir="auto">{value}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

/** The facts as lines of the text part. */
export function factLines(facts: readonly Fact[]): string {
  return facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
}
