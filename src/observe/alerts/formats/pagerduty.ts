import { codeOnly, type Format, fieldOf, outcomeByStatus } from './format.ts'

/**
 * The Events API v2 of PagerDuty (https://developer.pagerduty.com/docs/send-alert-event). The routing key is
 * part of our setting, and not of the address that is asked.
 */
export function pagerDutyFormat({ url }: { readonly url: string }): Format {
  const address = new URL(url)
  const routingKey = address.searchParams.get('routing_key')
  address.searchParams.delete('routing_key')
  const common = (id: string) => ({ routing_key: routingKey, dedup_key: id })
  return {
    tellsEnds: true,
    write({ id, type, at, data, kind, urgency, sentence, figure, link }) {
      // Nobody is called to hear that something is over.
      if (kind === 'news') return null
      const post = (event: object) => ({ url: address.href, body: JSON.stringify(event) })
      if (kind === 'ended') return post({ ...common(id), event_action: 'resolve' })
      return post({
        ...common(id),
        event_action: 'trigger',
        client: 'Bellhop',
        ...(link ? { links: [{ href: link, text: 'Open in Bellhop' }] } : {}),
        payload: {
          summary: sentence.slice(0, 1_024),
          source: link ? new URL(link).host : 'bellhop',
          severity: urgency,
          timestamp: at.toISOString(),
          component: 'bellhop',
          class: type,
          custom_details: { ...(figure ? { [figure.label]: figure.value } : {}), ...data },
        },
      })
    },
    judge: (answer) => outcomeByStatus(answer, codeOnly(fieldOf(answer.text, 'status'))),
  }
}
