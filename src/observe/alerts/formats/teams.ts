import { codeOnly, type Format, fieldOf, outcomeByStatus } from './format.ts'

const COLOUR = {
  critical: 'Attention',
  error: 'Warning',
  warning: 'Warning',
  info: 'Good',
} as const

/**
 * A workflow of Microsoft Teams that posts what a webhook receives: one adaptive card in a message
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using).
 */
export function teamsFormat({ url }: { readonly url: string }): Format {
  return {
    tellsEnds: false,
    write({ type, urgency, sentence, figure, link }) {
      const card = {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.2',
        body: [
          paragraph({ text: type, weight: 'Bolder', color: COLOUR[urgency] }),
          paragraph({ text: sentence }),
          ...(figure
            ? [paragraph({ text: `${figure.label}: ` }, { text: figure.value, weight: 'Bolder' })]
            : []),
        ],
        actions: link ? [{ type: 'Action.OpenUrl', title: 'Open in Bellhop', url: link }] : [],
      }
      return {
        url,
        body: JSON.stringify({
          type: 'message',
          attachments: [
            {
              contentType: 'application/vnd.microsoft.card.adaptive',
              contentUrl: null,
              content: card,
            },
          ],
        }),
      }
    },
    judge(answer) {
      // The older connectors say 200 also when the message was not posted.
      const [, status] = /HTTP error (\d{3})/.exec(answer.text) ?? []
      if (status) return outcomeByStatus({ ...answer, status: Number(status) })
      return outcomeByStatus(answer, codeOnly(fieldOf(answer.text, 'error', 'code')))
    },
  }
}

interface Run {
  readonly text: string
  readonly weight?: string
  readonly color?: string
}

/** Text that is not read as Markdown, unlike that of a TextBlock. */
function paragraph(...runs: readonly Run[]) {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) }
}
