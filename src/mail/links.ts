interface Reached {
  publicAddress: URL | null;
  port: number;
}

/** Returns the origin of links in mails: the public address, else this machine, which nobody outside can open. */
export function linkOrigin({ publicAddress, port }: Reached): string {
  return publicAddress?.origin ?? `http://localhost:${port}`;
}

/** Returns the link to a staff page; null without a public address, because no link is better than one that leads nowhere. */
export function staffLink({ publicAddress }: Pick<Reached, "publicAddress">, path: `/${string}`): string | null {
  return publicAddress === null ? null : new URL(path, publicAddress).href;
}
