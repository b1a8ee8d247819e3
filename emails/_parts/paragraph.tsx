import type { ReactNode } from 'react'
import { Text } from 'react-email'
import { INK, SOFT } from './theme.ts'
import { unbroken } from './unbroken.tsx'

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
      }}
    >
      {typeof children === 'string' ? unbroken(children) : children}
    </Text>
  )
}
