import { askForKey, askForNewKey, type KeySite } from "#src/crypto/passkey.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { settings } from "#src/settings/settings.ts";
import { keysOf } from "#src/staff/sign-in/passkeys.ts";
import type { StaffMember } from "#src/staff/staff.ts";

// The challenge is the name under which it is kept, so that each is good once (WebAuthn Level 3, 13.4.3).

/** Returns the site that keys are made for: this one, by the name it is found under. */
export function keySite(c: C, { config }: Helpline): KeySite {
  const origin = ownOrigin(c, config);
  return { origin, host: new URL(origin).hostname };
}

/** Returns the request for one of someone's keys, as JSON; null if they have none. */
export async function askKeyOf(c: C, helpline: Helpline, staffId: number): Promise<string | null> {
  const known = keysOf(helpline.db, staffId).map(({ credential }) => credential);
  if (known.length === 0) return null;
  const challenge = helpline.challenges.keep({ staffId, makes: false });
  return JSON.stringify(await askForKey(keySite(c, helpline), { challenge, known }));
}

/** Returns the request for a new key, as JSON. */
export async function askNewKey(c: C, helpline: Helpline, { id, signInName }: StaffMember): Promise<string> {
  const known = keysOf(helpline.db, id).map(({ credential }) => credential);
  const challenge = helpline.challenges.keep({ staffId: id, makes: true });
  const of = { challenge, helpline: settings(helpline.db).name, account: signInName, staffId: id, known };
  return JSON.stringify(await askForNewKey(keySite(c, helpline), of));
}
