/** Of how this process is reached, what the links of mails begin with. */
interface Reached {
  /** null where only a request would tell. */
  publicAddress: URL | null;
  port: number;
}

/** Where the links of mails lead: to the public address, and while none is given to this machine, which nobody outside can open. */
export function linkOrigin({ publicAddress, port }: Reached): string {
  return publicAddress?.origin ?? `http://localhost:${port}`;
}

/** The link to a page of the staff, as "/staff"; null where nobody knows the address: a mail without a link is better than one that leads nowhere. */
export function staffLink({ publicAddress }: Pick<Reached, "publicAddress">, path: `/${string}`): string | null {
  return publicAddress === null ? null : new URL(path, publicAddress).href;
}
