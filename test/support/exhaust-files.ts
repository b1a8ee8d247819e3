import { openSync } from 'node:fs'

// Loaded before the service: from SIGUSR2 on it opens every file that the limit leaves, so that the service cannot.

function takeAll(): void {
  try {
    for (;;) openSync('/dev/null', 'r')
  } catch {
    // The limit is reached.
  }
}

process.once('SIGUSR2', () => {
  takeAll()
  setInterval(takeAll, 1).unref()
  process.stdout.write('files exhausted\n')
})
