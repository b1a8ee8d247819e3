/** @jsxImportSource hono/jsx */
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Notice } from '../ui/notice.tsx'
import { Table } from '../ui/table.tsx'
import { type EmailLink, type LinkNote, linksOf } from './links.ts'

// Gmail hides what is beyond, and with it the end of the email.
const CLIPPED = 102 * 1024
const NEAR = 80 * 1024

const MOST_LINKS = 200

const NOTES: Readonly<Record<LinkNote, readonly [tone: 'trouble' | 'doubtful' | 'none', string]>> =
  {
    'not-https': ['trouble', 'not https'],
    broken: ['trouble', 'not a web address'],
    tracking: ['trouble', 'counts clicks'],
    short: ['doubtful', 'short link'],
    redirect: ['doubtful', 'leads on to another host'],
    'no-text': ['doubtful', 'no text'],
    'to-mail': ['none', 'opens another program'],
  }

/** The size of the HTML, and everything that it links to. No address is requested. */
export function LinksView({ html }: { html: string }) {
  const links = linksOf(html)
  return (
    <div class="links">
      <Size bytes={Buffer.byteLength(html)} />
      {links.length === 0 ? (
        <EmptyState title="The email links to nothing" />
      ) : (
        <Table
          label="Links of the email"
          columns={[{ name: 'Text' }, { name: 'Check', line: 1 }, { name: 'Host and address' }]}
          rows={links.slice(0, MOST_LINKS).map((link) => ({ cells: cellsOf(link) }))}
        />
      )}
      {links.length > MOST_LINKS && (
        <p class="soft">And {links.length - MOST_LINKS} more, which are not shown.</p>
      )}
    </div>
  )
}

function cellsOf({ text, host, address, notes }: EmailLink) {
  return [
    <bdi>{text || '–'}</bdi>,
    notes.length === 0 ? (
      <Badge tone="delivered" icon="check">
        https
      </Badge>
    ) : (
      <span class="notes">
        {notes.map((note) => {
          const [tone, words] = NOTES[note]
          return (
            <Badge tone={tone} icon={tone === 'none' ? 'arrow' : 'triangle'}>
              {words}
            </Badge>
          )
        })}
      </span>
    ),
    <>
      {host && <strong>{host}</strong>}
      <div class="mono soft">{address}</div>
    </>,
  ]
}

function Size({ bytes }: { bytes: number }) {
  const tone = bytes > CLIPPED ? 'bad' : bytes > NEAR ? 'warn' : 'info'
  return (
    <Notice tone={tone}>
      The HTML has {bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} kB`}.{' '}
      {tone === 'bad'
        ? 'Gmail clips an email at 102 kB, so its end would be hidden.'
        : tone === 'warn'
          ? 'Gmail clips an email at 102 kB. Long names or links could make it longer than that.'
          : 'Gmail clips an email at 102 kB.'}
    </Notice>
  )
}
