// A stream of events from the server, while the page is in front.

/** @param {'live' | 'away'} state @param {string} words */
function showState(state, words) {
  const live = document.getElementById('live')
  if (!live) return
  live.dataset.state = state
  live.textContent = words
}

/**
 * Follows the events at an address, which is asked for at each connection.
 * @param {() => string} addressOf
 * @param {Record<string, (data: string) => void>} handlers by the name of the event
 */
export function follow(addressOf, handlers) {
  /** @type {EventSource | undefined} */
  let source
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry

  function end() {
    clearTimeout(retry)
    source?.close()
  }

  function connect() {
    end()
    const events = new EventSource(addressOf())
    source = events
    events.onopen = () => showState('live', 'Live')
    for (const [name, handle] of Object.entries(handlers)) {
      events.addEventListener(name, ({ data }) => handle(data))
    }
    events.onerror = () => {
      showState('away', 'Reconnecting')
      if (events.readyState === EventSource.CLOSED) retry = setTimeout(connect, 3000)
    }
  }

  // Browsers allow few connections to one host, so a tab in the background closes its own.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) end()
    else connect()
  })
  connect()
}
