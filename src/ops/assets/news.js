// The number of new messages in the title of a tab in the background, which does not follow the events.

const EVERY_MS = 5_000

/** @param {() => string} addressOf the address that answers with the number, as `{"count": 2}` */
export function countInTitle(addressOf) {
  const title = document.title
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next

  async function ask() {
    try {
      const response = await fetch(addressOf(), { headers: { accept: 'application/json' } })
      // After a sign-out there is a page instead.
      const { count } = response.ok && !response.redirected ? await response.json() : { count: 0 }
      if (document.hidden) document.title = count > 0 ? `(${count}) ${title}` : title
    } catch {
      // The service is being restarted.
    }
    clearTimeout(next)
    if (document.hidden) next = setTimeout(ask, EVERY_MS)
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(next)
    document.title = title
    if (document.hidden) next = setTimeout(ask, EVERY_MS)
  })
}
