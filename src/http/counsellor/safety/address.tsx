import { unlock } from "#src/crypto/keys/staff-key.ts";
import type { KeyPair } from "#src/crypto/keys/team-seal.ts";
import { HelplineError } from "#src/errors.ts";
import { idOf } from "#src/http/frame/history.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { askAddress, confirmAddress, showAddress } from "#src/record/address.ts";
import { addressReasons } from "#src/record/address-reading.ts";
import { maxPassword } from "#src/staff/sign-in/password.ts";
import { emergencyFor, showEmergency } from "./emergencies.tsx";

// Opening an address takes two: one asks, another agrees, each at their own screen and with their own password.

/** POST /staff/emergencies/:id/address: a supervisor asks to see the address, with a `reason`. */
export const askToOpen: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const emergencyId = idOf(c.req.param("id"));
  const given = (await fields(c)).reason;
  const reason = addressReasons.find((one) => one === given);
  if (!reason) throw new HelplineError("bad_input");
  await act(c, helpline.db, askAddress, { staffId, emergencyId, reason });
  return back(c, emergencyId);
};

/** POST …/address/confirm: someone else agrees, with the password that opens their own key. */
export const confirmOpening: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { id: emergencyId } = emergencyFor(c, helpline);
  const pair = await ownPair(c, helpline);
  if (!pair) return wrongPassword(c, helpline);
  await act(c, helpline.db, confirmAddress, { staffId, emergencyId, pair });
  return back(c, emergencyId);
};

/** POST …/address/show: shows it once to the one who asked; the audit log has it before it leaves this process. */
export const showOnce: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const { id: emergencyId } = emergencyFor(c, helpline);
  const pair = await ownPair(c, helpline);
  if (!pair) return wrongPassword(c, helpline);
  const address = await act(c, helpline.db, showAddress, { staffId, emergencyId, pair });
  return showEmergency(c, helpline, emergencyFor(c, helpline), { address });
};

async function ownPair(c: C, { db, limiter }: Helpline): Promise<KeyPair | null> {
  const { confirm_password: password = "" } = await fields(c);
  if (!limiter.take("confirm", c.get("sessionHash"))) throw new HelplineError("too_fast");
  return unlock(db.keyring.team.staffKeys(c.get("member").id), password.slice(0, maxPassword));
}

function wrongPassword(c: C, helpline: Helpline): Response {
  helpline.refused.note("password", c.get("member").id);
  return showEmergency(c, helpline, emergencyFor(c, helpline), { wrongPassword: true });
}

function back(c: C, emergencyId: number): Response {
  return c.redirect(`/staff/emergencies/${emergencyId}#address`, 303);
}
