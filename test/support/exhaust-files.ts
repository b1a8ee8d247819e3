import { openSync } from 'node:fs'

// Loaded before the service: from SIGUSR2 on no file is left for it to open, also when it closes one.

function takeAll(): void {
  try {
    for (;;) openSync('/dev/null', 'r')
  } catch {
    // That was the last.
  }
}

process.once('SIGUSR2', () => {
  takeAll()
  setInterval(takeAll, 1).unref()
  process.stdout.write('files exhausted\n')
})
