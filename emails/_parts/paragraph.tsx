import type { ReactNode } from 'react'
import { Text } from 'react-email'
import { INK, SOFT } from './theme.ts'

interface ParagraphProps {
  readonly children: ReactNode
  /** Smaller and lighter, for text that most readers do not need. */
  readonly quiet?: boolean
}

export function Paragraph({ children, quiet = false }: ParagraphProps) {
  return (
    <Text
      className={quiet ? 'soft' : 'ink'}
      style={{
        color: quiet ? SOFT : INK,
        fontSize: quiet ? 13 : 15,
        lineHeight: quiet ? '20px' : '24px',
        margin: '0 0 12px',
        overflowWrap: 'anywhere',
      }}
    >
      {children}
    </Text>
  )
}
