import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";

// Keys that a phone, a computer or a stick keeps and shows only to the site they were made for. WebAuthn Level 3.

/** The site a key is made for and shown to. */
export interface KeySite {
  /** Its origin: https://chat.example.org */
  origin: string;
  /** Its host name. */
  host: string;
}

/** A key as it is kept. */
export interface Passkey {
  /** What the browser calls it, base64url. */
  credential: string;
  publicKey: Uint8Array;
  /** How often it was used, by its own count; 0 where it counts nothing. */
  counter: number;
}

/** What a browser is told so that it makes a key. `challenge` is base64url, of 16 bytes or more; `known` are the keys they have. */
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
    // It comes after a password: nothing has to be found by it, and a stick without a PIN will do.
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  });
}

/** What a browser is told so that it shows one of the keys that are known. */
export function askForKey({ host }: KeySite, of: { challenge: string; known: string[] }) {
  return generateAuthenticationOptions({
    rpID: host,
    challenge: bytesOf(of.challenge),
    timeout: keyAskedMs,
    allowCredentials: of.known.map((id) => ({ id })),
    userVerification: "preferred",
  });
}

/** How long a browser waits for a key, ms. */
const keyAskedMs = 300_000;

/** What a browser answered, as the text of its JSON, when it is about this challenge; null for anything else. */
export function challengeIn(answer: string): string | null {
  const data = read(answer)?.response?.clientDataJSON;
  const said = typeof data === "string" ? read(Buffer.from(data, "base64url").toString("utf8")) : null;
  return typeof said?.challenge === "string" ? said.challenge : null;
}

/** The key that a browser made; null when the answer is not one to this challenge, on this site. */
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

/** Which key an answer says it is of. */
export function credentialIn(answer: string): string {
  const { id } = read(answer) ?? {};
  return typeof id === "string" ? id : "";
}

/** The new count of a key that a browser has shown; null when it is another, or its count went back, as that of a copy does. */
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

/** JSON of a browser, which may be anything; null for none. */
// biome-ignore lint/suspicious/noExplicitAny: the library checks its shape
function read(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
