/** @jsxImportSource hono/jsx */

const PATHS = {
  check: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.6 5.2-4.3 4.9-2.9-2.8 1-1 1.8 1.7 3.2-3.8Z',
  arrow: 'M1.5 2.2 15 8 1.5 13.8 3.3 9l5.2-1-5.2-1Z',
  clock:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Zm-.8 1.9v4.1l3.1 1.9.8-1.3-2.4-1.5v-3.2Z',
  triangle: 'M8 1.2 15.5 14.5H.5Zm-.8 4.6v4.4h1.6V5.8Zm0 5.5v1.6h1.6v-1.6Z',
  stop: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.6c1.2 0 2.3.4 3.2 1L3.6 11.2A5.4 5.4 0 0 1 8 2.6Zm0 10.8a5.4 5.4 0 0 1-3.2-1l7.6-7.6A5.4 5.4 0 0 1 8 13.4Z',
  question:
    'M8 .5 15.5 8 8 15.5.5 8Zm0 3.3c-1.6 0-2.6.9-2.7 2.2h1.5c.1-.5.5-.9 1.2-.9.6 0 1.1.3 1.1.9 0 .5-.3.7-.9 1.1-.7.4-1 .8-1 1.6v.4h1.5v-.3c0-.4.2-.6.8-1 .7-.4 1.2-.9 1.2-1.9 0-1.3-1.1-2.1-2.7-2.1Zm-.8 6.1v1.5h1.6V9.9Z',
  info: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 2.9h1.6v1.6H7.2Zm0 2.9h1.6v5.3H7.2Z',
  cross:
    'M4.3 3.2 8 6.9l3.7-3.7 1.1 1.1L9.1 8l3.7 3.7-1.1 1.1L8 9.1l-3.7 3.7-1.1-1.1L6.9 8 3.2 4.3Z',
  bell: 'M8 .8c.7 0 1.2.5 1.2 1.2v.3a4.6 4.6 0 0 1 3.4 4.4v3l1.6 2.1v.7H1.8v-.7l1.6-2.1v-3a4.6 4.6 0 0 1 3.4-4.4V2c0-.7.5-1.2 1.2-1.2ZM6.2 13.5h3.6a1.8 1.8 0 0 1-3.6 0Z',
} as const

export type IconName = keyof typeof PATHS

/** A small picture beside words. The words say the same, so it is hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path fill-rule="evenodd" d={PATHS[name]} />
    </svg>
  )
}
