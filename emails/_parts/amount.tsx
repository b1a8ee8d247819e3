import { Text } from 'react-email'
import type { Fact } from './facts.tsx'
import { INK, SOFT } from './theme.ts'
import { unbroken } from './unbroken.tsx'

/** An amount of money, as Clerk wrote it. */
export function Amount({ label, value }: Fact) {
  return (
    <>
      <Text
        className="soft"
        style={{ color: SOFT, fontSize: 13, lineHeight: '20px', margin: '16px 0 0' }}
      >
        {unbroken(label)}
      </Text>
      <Text
        className="ink"
        style={{
          color: INK,
          fontSize: 32,
          fontWeight: 700,
          lineHeight: '40px',
          margin: '0 0 16px',
        }}
      >
        <span dir="auto">{value}</span>
      </Text>
    </>
  )
}
