import { codeOnly, type Format, fieldOf, outcomeByStatus, waitOf } from './format.ts'

const COLOUR = { critical: 0xd92d20, error: 0xf79009, warning: 0xfdb022, info: 0x12b76a } as const

/** A webhook of Discord (https://discord.com/developers/docs/resources/webhook#execute-webhook). */
export function discordFormat({ url }: { readonly url: string }): Format {
  const address = new URL(url)
  // Otherwise Discord says 204 before it has stored the message, and a fault after that stays unknown.
  address.searchParams.set('wait', 'true')
  return {
    tellsEnds: false,
    write({ type, at, urgency, sentence, figure, link }) {
      return {
        url: address.href,
        body: JSON.stringify({
          username: 'Bellhop',
          // Nothing in a text may call people.
          allowed_mentions: { parse: [] },
          embeds: [
            {
              title: type,
              ...(link ? { url: link } : {}),
              description: plain(sentence).slice(0, 4_096),
              color: COLOUR[urgency],
              timestamp: at.toISOString(),
              fields: figure
                ? [{ name: figure.label, value: plain(figure.value).slice(0, 1_024), inline: true }]
                : [],
            },
          ],
        }),
      }
    },
    judge(answer) {
      const outcome = outcomeByStatus(answer, codeOnly(fieldOf(answer.text, 'code')))
      if (outcome.kind !== 'failed') return outcome
      // The body is exact, while the header is rounded up.
      return { ...outcome, ...waitOf(fieldOf(answer.text, 'retry_after')) }
    },
  }
}

/** The text without a meaning in Markdown. */
function plain(text: string): string {
  return text.replace(/[\\*_~`|>#[\]()]/g, '\\$&')
}
