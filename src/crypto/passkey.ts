import { lazily } from "#src/lazy.ts";

const {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} = lazily(() => import("@simplewebauthn/server"));

export interface KeySite {
  origin: string;
  host: string;
}

export interface Passkey {
  credential: string;
  publicKey: Uint8Array;
  counter: number;
}

/** Returns what a browser needs to make a key. `challenge` is base64url of at least 16 bytes; `known` are the keys they have. */
export function askForNewKey(
  { host }: KeySite,
  of: { challenge: string; helpline: string; account: string; staffId: number; known: string[] },
) {
  return generateRegistrationOptions({
    rpName: of.helpline,
    rpID: host,
    userName: of.account,
    userID: new Uint8Array(Buffer.from(`staff ${of.staffId}`)),
    challenge: bytesOf(of.challenge),
    timeout: keyAskedMs,
    excludeCredentials: of.known.map((id) => ({ id })),
    // It comes after a password: it need not be discoverable, and a stick without a PIN will do.
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  });
}

/** Returns what a browser needs to show one of the known keys. */
export function askForKey({ host }: KeySite, of: { challenge: string; known: string[] }) {
  return generateAuthenticationOptions({
    rpID: host,
    challenge: bytesOf(of.challenge),
    timeout: keyAskedMs,
    allowCredentials: of.known.map((id) => ({ id })),
    userVerification: "preferred",
  });
}

const keyAskedMs = 300_000;

/** Returns the challenge in a browser's answer (JSON); null if there is none. */
export function challengeIn(answer: string): string | null {
  const data = read(answer)?.response?.clientDataJSON;
  const said = typeof data === "string" ? read(Buffer.from(data, "base64url").toString("utf8")) : null;
  return typeof said?.challenge === "string" ? said.challenge : null;
}

/** Returns the key a browser made; null if the answer does not fit the challenge and the site. */
export async function newKeyIn(answer: string, site: KeySite, challenge: string): Promise<Passkey | null> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: read(answer),
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
    });
    if (!verified) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credential: id, publicKey, counter };
  } catch {
    return null;
  }
}

/** Returns the credential id that an answer names; "" if none. */
export function credentialIn(answer: string): string {
  const { id } = read(answer) ?? {};
  return typeof id === "string" ? id : "";
}

/** Returns the new count of a key; null if it is another key, or if the count went back, as with a copy. */
export async function keyShown(
  answer: string,
  site: KeySite,
  { challenge, key }: { challenge: string; key: Passkey },
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: read(answer),
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
      credential: { id: key.credential, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

function bytesOf(challenge: string) {
  return new Uint8Array(Buffer.from(challenge, "base64url"));
}

// biome-ignore lint/suspicious/noExplicitAny: the library checks its shape
function read(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
