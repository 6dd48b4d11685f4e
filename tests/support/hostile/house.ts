import { expect } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { q } from "#src/db/schema.ts";
import { giveThanks } from "#src/record/thanks.ts";
import { comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { open, password } from "#tests/support/house/helpline.ts";
import { clientId, type Form, type Person, staff } from "#tests/support/house/http.ts";
import type { Server } from "#tests/support/house/server.ts";
import { addresses, batches, formulas } from "#tests/support/made/payloads.ts";

/** Returns words that end isolates they did not begin and turn what follows around; `theirs` finds them. */
export const turning = (words: string) => `\u2069\u202eZQX ${words} QZX`;
export const theirs = "\u2069?\u202e?ZQX[^]*?(QZX|$)";

/** A house in which every text that anyone can write is an attacker’s. */
export interface Planted {
  /** Noor’s with Anna, a waiting one, and an ended one. */
  chats: { talking: number; waiting: number; over: number };
  serviceId: string;
  /** By what the words were planted as. */
  taken: Map<string, { taken: number; refused: number }>;
}

type Tries = (who: Person, as: string, path: string, form: Form) => Promise<void>;

/** Plants them all through people's doors. `noor` is in her chat with Anna. */
export async function plant(house: Server, noor: Person & { id: number }): Promise<Planted> {
  const taken: Planted["taken"] = new Map();
  const tries: Tries = async (who, as, path, form) => {
    const answer = await who.post(path, { ...form, confirm_password: password });
    expect(answer.status, `${as}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
    const counted = taken.get(as) ?? { taken: 0, refused: 0 };
    counted[answer.status < 400 ? "taken" : "refused"] += 1;
    taken.set(as, counted);
  };
  const [anna, bela, aino] = [
    await staff(house, house.anna),
    await staff(house, house.bela),
    await staff(house, house.aino),
  ];
  await inTheChat(house, tries, { noor, anna, bela });
  const over = await afterAChat(house, tries, anna);
  let waiting = 0;
  for (const text of batches(3_900)) waiting = await comesIn(house, turning(text), { urgent: waiting === 0 });
  await bySettings(tries, { anna, aino });
  const serviceId = await inTheDirectory(house, tries, { noor, anna, aino });
  const pause = { kind: "paused", waiting: "0", end: "30", time: "", reason: turning(batches(170)[0]!) };
  await tries(bela, "override", "/staff/line/1/override", pause);
  return { chats: { talking: noor.id, waiting, over }, serviceId, taken };
}

type People = Record<"noor" | "anna" | "bela" | "aino", Person>;

async function inTheChat(
  house: Server,
  tries: Tries,
  { noor, anna, bela }: Pick<People, "anna" | "bela"> & { noor: Person & { id: number } },
) {
  const at = `/staff/conversation/${noor.id}`;
  const words = (text: string) => ({ client_id: clientId(), text: turning(text) });
  for (const text of batches(1_900)) await tries(anna, "note", `${at}/notes`, words(text));
  for (const text of batches(900)) {
    await tries(anna, "shift note", "/staff/shift", words(text));
    await tries(bela, "note to all", "/staff/shift", { ...words(text), all: "1" });
  }
  const [lines, [long = ""]] = [batches(120), batches(3_800)];
  const approach = lines.slice(0, 3).map(turning).join("\n");
  await tries(anna, "approach", `${at}/approach`, { approach });
  await tries(anna, "draft", `${at}/draft`, { text: turning(long) });
  await tries(anna, "draft of a note", `${at}/notes/draft`, { text: turning(lines[3]!) });
  await tries(anna, "help", `${at}/help`, { words: turning(lines[4]!) });
  await open(house, house.bela);
  const handover = { to: `staff-${house.bela.id}`, summary: turning(batches(900)[0]!), agreed: "no" };
  await tries(anna, "handover", `${at}/handover`, { ...handover, reason: turning(lines[5]!) });
  await tries(anna, "emergency", `${at}/emergency`, {});
  const record = { note: turning(batches(1_900)[0]!), informed: "police", passed: "place" };
  await tries(anna, "emergency record", "/staff/emergencies/1", record);
  for (const place of lines.slice(0, 8))
    await tries(noor, "where", "/where", { client_id: clientId(), place: turning(place) });
  await tries(noor, "wrong", "/help", { text: turning(batches(1_900)[1]!) });
}

async function afterAChat(house: Server, tries: Tries, anna: Person): Promise<number> {
  const over = await comesIn(house, turning("hello"));
  await takes(house, house.anna, over);
  for (const text of batches(3_900)) await youthSays(house, over, text);
  await youthEnds(house, over);
  const at = `/staff/conversation/${over}`;
  const note = turning(batches(250)[0]!);
  await tries(anna, "record", `${at}/record`, { do: "finish", reason: "violence.bullying", note });
  await tries(anna, "debrief", `${at}/debrief`, { weight: "heavy", note });
  await house.helpline.db.change("youth", (tx, emit) => {
    giveThanks(tx, emit, { conversationId: over, text: turning(batches(120)[0]!) });
    raiseConcern(tx, emit, { conversationId: over, text: turning(batches(1_900)[0]!) });
  });
  return over;
}

/** Misleading words of admins are refused, or removed. */
async function bySettings(tries: Tries, { anna, aino }: Pick<People, "anna" | "aino">) {
  const lines = batches(45);
  for (const text of batches(1_900)) {
    const words = turning(text.replace(/[{}]/g, ""));
    const reply = { name: text.slice(0, 60), topic: text.slice(0, 40), text: words, language: "en", based_on: "0" };
    await tries(anna, "own reply", "/staff/replies/new", reply);
    await tries(aino, "reply", "/admin/replies/new", reply);
  }
  for (const name of formulas) {
    const text = `How to count: ${name}\n${name}`;
    await tries(aino, "formula", "/admin/replies/new", {
      name,
      topic: name.slice(0, 40),
      text,
      language: "en",
      based_on: "0",
    });
  }
  for (const text of lines.slice(0, 20)) {
    const link = { roles: "counsellor", for_whom: turning(text), address: "" };
    await tries(aino, "link", "/admin/staff/invite", link);
  }
  const based = { based_on: "0", do: "save" };
  const card = { code: "new", "title.en": lines[0]!, "text.en": turning(batches(400)[0]!) };
  await tries(aino, "card", "/admin/meanwhile", { ...based, ...card });
  await tries(aino, "rules", "/admin/rules", { ...based, "own.kept.en": turning(batches(1_300)[0]!) });
  const named = {
    name: "<b data-planted>x</b>",
    title: "<img src=x onerror=hit()>",
    exitAddress: "https://weather.example/",
  };
  await tries(aino, "helpline", "/admin/settings/helpline", {
    ...based,
    ...named,
    ageFrom: "12",
    ageTo: "18",
    answeredBy: "volunteers",
  });
  const reason = { kind: "reason", code: "peers.friends", group: "peers", chi: "peers.friends", offer: "yes" };
  await tries(aino, "reason", "/admin/reasons", {
    ...based,
    ...reason,
    "name.en": "<img data-planted src=x onerror=hit()>",
  });
  const line = {
    name: "<b data-planted>line</b>",
    first_name: "First ${hit()}",
    country: "",
    languages: "en",
    staff: "1",
  };
  await tries(aino, "line", "/admin/lines", { ...line, age_from: "", age_to: "", intake_cap: "", pause_after: "15" });
}

/** Returns the id of an entry. */
async function inTheDirectory(
  house: Server,
  tries: Tries,
  { noor, anna, aino }: Pick<People, "anna" | "aino"> & { noor: Person & { id: number } },
) {
  const entry = (text: string, kind = "phone", value = "116 111") => ({
    ...{
      name: text.slice(0, 190),
      organization: text.slice(0, 150),
      summary: turning(text),
      alert: text.slice(0, 200),
    },
    ...{ status: "active", visibility: "public", zone: "Europe/Brussels", "week.0": "9-17", topics: "grief" },
    ...{ "channel.0.kind": kind, "channel.0.value": value, do: "save", verified: "phone" },
  });
  for (const [i, text] of batches(260).entries()) {
    await tries(aino, "place", "/admin/directory/new", entry(text, "phone", `0800 ${20_000 + i}`));
  }
  for (const [i, name] of formulas.entries()) {
    await tries(aino, "formula", "/admin/directory/new", {
      ...entry(`${name} ${i} of ours`, "phone", `0800 ${10_000 + i}`),
      summary: name,
    });
  }
  for (const text of batches(80).slice(0, 10))
    await tries(aino, "region", "/admin/directory/regions", { name: turning(text), parent: "BE" });
  for (const value of addresses) {
    // The directory may lead anywhere, but only on the web.
    if (!/^(https:|www\.|evil\.)/.test(value))
      await tries(aino, "address", "/admin/directory/new", entry("Night line", "web", value));
  }
  const { id } = house.helpline.db.first(q.selectFrom("service").select("id").limit(1))!;
  const report = { service: id, reason: "closed", note: turning(batches(150)[0]!) };
  await tries(anna, "report", `/staff/conversation/${noor.id}/referrals/report`, report);
  return id;
}
