interface Reached {
  publicAddress: URL | null;
  host: string;
  port: number;
}

/** Returns the origin of links: the public address, else the one that it listens on, else this machine, which nobody outside can open. */
export function linkOrigin({ publicAddress, host, port }: Reached): string {
  if (publicAddress) return publicAddress.origin;
  if (/^(localhost$|127\.|0\.0\.0\.0$|::1?$)/.test(host)) return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Returns the link to a staff page; null without a public address, because no link is better than one that leads nowhere. */
export function staffLink({ publicAddress }: Pick<Reached, "publicAddress">, path: `/${string}`): string | null {
  return publicAddress === null ? null : new URL(path, publicAddress).href;
}
