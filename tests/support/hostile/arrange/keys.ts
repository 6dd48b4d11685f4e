import { createHash } from "#src/crypto/hash.ts";
import { newStaffKey } from "#src/crypto/keys/staff-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import { checkOf, newSheet, proofOfSheet, sealToSheet } from "#src/crypto/recovery-sheet.ts";
import { askAddress, confirmAddress } from "#src/record/address.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { askedWords, keepSheet, proveSheet, sheetNow } from "#src/staff/keys/recovery-sheet.ts";
import { keepStaffKey } from "#src/staff/keys/team-key.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { member, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { gives, locksAddress, switches } from "#tests/support/keys/addresses.ts";
import type { Given, Scene } from "../scene.ts";

// Who holds the team key, and what it opens.

let made:
  | { own: ReturnType<typeof newStaffKey>; other: ReturnType<typeof newStaffKey>; paper: ReturnType<typeof newSheet> }
  | undefined;
/** Keys take long to make: once, and only if needed. */
function keys() {
  made ??= { own: newStaffKey(password), other: newStaffKey("another four words"), paper: newSheet() };
  return made;
}

const keeps = async ({ line }: Scene, who: StaffMember, key: ReturnType<typeof newStaffKey>) => {
  const { sealed } = await key;
  return act(line, who, (tx, emit) => keepStaffKey(tx, emit, { staffId: who.id, had: [], sealed }));
};
const carl = ({ line }: Scene) => member(line.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);

/** What Béla’s session has open is in no file, so each house opens it again. */
function opensFor(open: OpenTeam): Given["again"] {
  return ({ line, bela }) => {
    const token = line.helpline.sessions.tokenIn(bela);
    line.helpline.opened.keep({ hash: createHash(token), token }, open);
  };
}

/** Béla holds the team key, and has it open. */
export async function opened(at: Scene) {
  return { again: opensFor(await keeps(at, at.line.bela, keys().own)) };
}

/** Béla holds it, and no one has opened it. */
export const heldKey = (at: Scene) => opened(at).then(() => {});

/** Carl is a supervisor too, and does not hold it. */
export async function withCarl(at: Scene) {
  const given = await opened(at);
  await keeps(at, await carl(at), keys().other);
  return given;
}

/** There is a sheet, and Béla has its words. */
async function sheet(at: Scene) {
  const { line } = at;
  const { db, clock } = line.helpline;
  const open = await keeps(at, line.bela, keys().own);
  const { recipient, checks, secret } = await keys().paper;
  const bytes = await sealToSheet(recipient, JSON.stringify({ team: db.keyring.team.write(open) }));
  const kept = { recipient, checks: checks.map(checkOf), bytes, holds: [1], masters: [], proof: proofOfSheet(secret) };
  const sheetId = await act(line, line.bela, (tx, emit) => keepSheet(tx, emit, kept));
  const places = askedWords(sheetNow(db, clock.now()).fresh!, clock.now());
  const words = places.map((place) => checks[place]) as [string, string];
  return { sheetId, words, secret, again: opensFor(open) };
}

/** There is a sheet, and two of its words are asked for. */
export async function withSheet(at: Scene) {
  const { words, again } = await sheet(at);
  return { again, fill: { "word-0": words[0], "word-1": words[1] } };
}

/** Its words were typed: it opens everything. */
export async function withGoodSheet(at: Scene) {
  const { sheetId, words, secret, again } = await sheet(at);
  await act(at.line, at.line.bela, (tx, emit) => proveSheet(tx, emit, { sheetId, words }));
  return { again, fill: { secret, "word-0": words[0], "word-1": words[1] } };
}

/** In Noor’s chat there is an emergency, whose address Béla and Carl can open. */
async function locked(at: Scene) {
  const { line, noor } = at;
  const second = await carl(at);
  const open = await keeps(at, line.bela, keys().own);
  await keeps(at, second, keys().other);
  await gives(line, second, open);
  await switches(line, true);
  await locksAddress(line, noor.id, "203.0.113.9");
  const input = { conversationId: noor.id, staffId: line.anna.id };
  await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, input));
  return second;
}

const asks = ({ line }: Scene, who: StaffMember) => {
  const input = { staffId: who.id, emergencyId: 1, reason: "no_answer" } as const;
  return act(line, who, (tx, emit) => askAddress(tx, emit, input));
};

/** No one has asked for it. */
export const lockedAddress = (at: Scene) => locked(at).then(() => ({ id: "1" }));

/** Carl has asked for it. */
export async function askedByCarl(at: Scene) {
  await asks(at, await locked(at));
  return { id: "1" };
}

/** Béla has asked for it, and Carl has said yes. */
export async function saidYes(at: Scene) {
  const second = await locked(at);
  await asks(at, at.line.bela);
  const { pair } = await keys().other;
  const yes = { staffId: second.id, emergencyId: 1, pair };
  await act(at.line, second, (tx, emit) => confirmAddress(tx, emit, yes));
  return { id: "1" };
}
