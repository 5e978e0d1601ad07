/** How often a header was sent; Node itself shows the first or joins them. `name` in lower case. */
export function timesSent({ rawHeaders }: { readonly rawHeaders: readonly string[] }, name: string): number {
  let times = 0;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const sent = rawHeaders[place];
    if (sent?.length === name.length && sent.toLowerCase() === name) times++;
  }
  return times;
}
