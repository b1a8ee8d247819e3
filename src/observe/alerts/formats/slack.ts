import { codeOnly, type Format, outcomeByStatus } from './format.ts'

const MARK = { critical: '🔴', error: '🟠', warning: '🟡', info: '🟢' } as const

/**
 * An incoming webhook of Slack (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 * `text` is what notifications show, and all that services show which take Slack's format but no blocks.
 */
export function slackFormat({ url }: { readonly url: string }): Format {
  return {
    tellsEnds: false,
    write({ type, urgency, sentence, figure, link }) {
      const text = `${MARK[urgency]} ${sentence}`
      const more = link && `<${escaped(link)}|Open in Bellhop>`
      const facts = [figure && `${figure.label}: *${escaped(figure.value)}*`, escaped(type), more]
      return {
        url,
        body: JSON.stringify({
          text: [escaped(text), more].filter(Boolean).join(' '),
          blocks: [
            // Plain, so that names are not taken for formatting.
            { type: 'section', text: { type: 'plain_text', text: text.slice(0, 3_000) } },
            {
              type: 'context',
              elements: [{ type: 'mrkdwn', text: facts.filter(Boolean).join('  ·  ') }],
            },
          ],
        }),
      }
    },
    judge: (answer) => outcomeByStatus(answer, codeOnly(answer.text)),
  }
}

/** The three characters that have a meaning in Slack's texts. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
