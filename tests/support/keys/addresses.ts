import { newStaffKey } from "#src/crypto/keys/staff-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import { q } from "#src/db/schema.ts";
import { addressPair } from "#src/record/address-reading.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { giveTeamKey, keepStaffKey } from "#src/staff/keys/team-key.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type House, isReal, member, open, password } from "#tests/support/house/helpline.ts";
import { act, clientId, cookieHeader, field, give, type Person, person } from "#tests/support/house/http.ts";

/** Made once for each, and separately for cheap and real argon2: a worker runs files with either. */
const made = new Map<string, ReturnType<typeof newStaffKey>>();

/** Gives someone a key that the password here opens; the first also makes the team key. Returns what they have open. */
export async function ownKey(home: House, who: StaffMember) {
  const name = `${who.alias} ${isReal()}`;
  if (!made.has(name)) made.set(name, newStaffKey(password));
  const { pair, sealed } = await made.get(name)!;
  const open = await act(home, who, (tx, emit) => keepStaffKey(tx, emit, { staffId: who.id, had: [], sealed }));
  return { pair, open };
}

/** Béla, who has it open, gives the team key to a colleague. */
export const gives = (home: House, to: StaffMember, open: OpenTeam) =>
  act(home, home.bela, (tx, emit) => giveTeamKey(tx, emit, { staffId: to.id, by: home.bela.id, open }));

/** Keeps addresses locked, for Béla and Kim to open together. Returns Kim, and both keys. */
export async function keepsAddresses(home: House) {
  const kim = await member(home.helpline, "kim", "Kim Maes", "Wren", ["counsellor", "supervisor"]);
  const [belas, kims] = [await ownKey(home, home.bela), await ownKey(home, kim)];
  await gives(home, kim, belas.open);
  await switches(home, true);
  return { kim, keys: { bela: belas.pair, kim: kims.pair }, open: belas.open };
}

/** The same with both on shift: addresses of new arrivals are kept. */
export async function keepsAddressesNow(home: House) {
  const made = await keepsAddresses(home);
  for (const who of [home.bela, made.kim]) await open(home, who);
  return made;
}

export const switches = (home: House, value: boolean) =>
  home.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "addressInEmergency", value }));

/** Someone begins a chat from an address, as a proxy passes it on; `agreed`: to an older version of the rules. */
export async function beginsFrom(home: House, address: string, agreed?: string): Promise<Person & { id: number }> {
  const one = person(home);
  const { text } = await one.get("/");
  const rules = agreed ?? field(text, "rules");
  await postsFrom(home, one, "/start", { client_id: clientId(), rules, l: "en", text: "I took something" }, address);
  const begun = home.heard.findLast(({ type }) => type === "conversation.started");
  return { ...one, id: begun?.type === "conversation.started" ? begun.conversationId : 0 };
}

/** Sends a form from an address, as a proxy passes it on. */
export async function postsFrom(home: House, who: Person, path: string, form: Record<string, string>, address: string) {
  const cookie = cookieHeader(who.cookies);
  const from = { "X-Forwarded-For": address, Host: "localhost", ...(cookie && { Cookie: cookie }) };
  const headers = { "Sec-Fetch-Site": "same-origin", ...from };
  const request = new Request(`http://localhost${path}`, { method: "POST", body: new URLSearchParams(form), headers });
  const answer = await home.app.fetch(request, { peer: "127.0.0.1" } as never);
  for (const given of answer.headers.getSetCookie()) {
    const [name = "", value = ""] = given.split(";")[0]!.split("=");
    who.cookies.set(name, value);
  }
  return answer;
}

/** Anna takes the chat, and declares an emergency in it. Returns its id. */
export async function emergencyIn(home: House, conversationId: number): Promise<number> {
  await give(home, conversationId, home.anna);
  return act(home, home.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId, staffId: home.anna.id }));
}

/** Locks the address of a chat as if it had come with its first words. */
export const locksAddress = (home: Pick<House, "helpline">, conversationId: number, address: string) =>
  home.helpline.db.change("porchlight", (tx) => {
    const body = tx.keyring.places.seal(tx, conversationId, address, addressPair(tx));
    tx.run(q.insertInto("address").values({ conversation_id: conversationId, body }));
  });
