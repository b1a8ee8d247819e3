/** Makes the requests of `act` to `publicUrl` arrive at `url`, as a proxy in front of it would. */
export async function forwarded<Result>(
  publicUrl: string,
  url: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const { fetch } = globalThis
  globalThis.fetch = (target, init) => fetch(String(target).replace(publicUrl, url), init)
  try {
    return await act()
  } finally {
    globalThis.fetch = fetch
  }
}
