import { lateCodes, lateNotices, slowCodes } from './late-messages.ts'
import { stoppedProviders } from './stopped-providers.ts'
import { DOCTOR, type Facts, type Verdict } from './verdict.ts'

// Anybody on the internet can post one.
const REFUSALS_THAT_MATTER = 3

/** What is said by other verdicts. */
const SAID: readonly string[] = [
  'transport.stopped',
  'transport.failover',
  'code.waiting',
  'webhooks.refused',
]

/** Everything that is not well, the worst first. None: all is well. */
export function verdictsOn(facts: Facts): readonly Verdict[] {
  const verdicts = [
    ...storage(facts),
    ...stoppedProviders(facts),
    ...refusedWebhooks(facts),
    ...lateCodes(facts),
    ...slowCodes(facts),
    ...lateNotices(facts),
    ...alerts(facts),
  ]
  return verdicts.toSorted((a, b) => Number(a.tone === 'warn') - Number(b.tone === 'warn'))
}

/** The database does not answer at all, so nothing else is known. */
export const SILENT: Verdict = {
  about: 'database',
  tone: 'bad',
  title: 'The database does not answer',
  cause: 'Bellhop cannot read or write its tables.',
  since: null,
  means:
    'No message is sent. Webhooks are answered with 503, and Clerk posts them again, so nothing is lost; codes expire meanwhile.',
  link: DOCTOR,
}

function storage({ answers }: Facts): Verdict[] {
  if (!answers.database) {
    return [{ ...SILENT, title: 'The database takes no writes', cause: 'A write failed just now.' }]
  }
  if (answers.queue) return []
  return [
    {
      about: 'queue',
      tone: 'bad',
      title: 'The queue does not answer',
      cause: 'The database works, but its queue of jobs does not.',
      since: null,
      means: 'Messages that must wait, and those of other instances, are not sent.',
      link: DOCTOR,
    },
  ]
}

function refusedWebhooks({ refused }: Facts): Verdict[] {
  if (!refused || refused.count < REFUSALS_THAT_MATTER) return []
  return [
    {
      about: 'webhooks',
      tone: 'bad',
      title: 'Webhooks from Clerk are refused',
      cause: `The last ${refused.count} had a bad signature: the signing secret or the clock is wrong.`,
      since: null,
      means: 'Messages that Clerk leaves to Bellhop do not arrive.',
      link: DOCTOR,
    },
  ]
}

function alerts({ alerts: all }: Facts): Verdict[] {
  return all
    .filter(({ type, urgency }) => !SAID.includes(type) && ['critical', 'error'].includes(urgency))
    .map(({ urgency, sentence, since, page }) => ({
      about: 'alert',
      tone: urgency === 'critical' ? 'bad' : 'warn',
      ...inTwo(sentence),
      since,
      means: '',
      link: { to: page, text: 'Look at it' },
    }))
}

/** The first sentence, and the others. */
function inTwo(sentences: string): Pick<Verdict, 'title' | 'cause'> {
  const end = sentences.indexOf('. ')
  if (end < 0) return { title: sentences.replace(/\.$/, ''), cause: '' }
  return { title: sentences.slice(0, end), cause: sentences.slice(end + 2) }
}
