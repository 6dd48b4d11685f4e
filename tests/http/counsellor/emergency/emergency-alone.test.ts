import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { changeLine, lineValues } from "#src/hours/lines.ts";
import { topics } from "#src/live/topics.ts";
import { setSettings } from "#src/settings/settings.ts";
import { setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking } from "#tests/support/house/chats.ts";
import { type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { country } from "#tests/support/keys/flips.ts";

// At twenty to twelve one volunteer is there and nobody else: what the steps beside her chat say then.

const phone = "+32 470 00 00 11";
let home: House;
let anna: Person;
let chat: number;
let carl: StaffMember;

beforeEach(async () => {
  home = await house();
  await open(home);
  chat = await talking(home);
  carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  anna = await staff(home, home.anna);
  for (const one of [home.bela, carl]) await said(one, "gone");
});

const said = (who: StaffMember, availability: "available" | "gone") =>
  act(home, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));
const tab = () => `/staff/conversation/${chat}/emergency`;
const panel = async () => {
  const { text } = await anna.get(tab());
  return text.slice(text.indexOf(`id="emergency-${chat}"`), text.indexOf(`id="tab-handover-${chat}"`));
};
const ofTwo = ["step.colleague", "step.call", "lead"] as const;
const ofOne = ["step.colleague_alone", "step.call_alone", "lead_alone"] as const;
const shows = (text: string, names: readonly (typeof ofTwo | typeof ofOne)[number][]) =>
  names.filter((name) => text.includes(`>${says(`staff.emergency.${name}`)}<`));

test("alone she reads nothing of colleagues who are not there, and all of it once one is", async () => {
  const alone = await panel();
  expect([shows(alone, ofTwo), shows(alone, ofOne)]).toEqual([[], [...ofOne]]);
  await said(carl, "available");
  const both = await panel();
  expect([shows(both, ofTwo), shows(both, ofOne)]).toEqual([[...ofTwo], []]);
});

test("whether she is alone comes while she reads, each way", async () => {
  let heard = "";
  home.helpline.hub.join(topics.staff(home.anna.id), { send: (html) => (heard += html) });
  await said(carl, "available");
  expect([shows(heard, ofTwo), shows(heard, ofOne)]).toEqual([[...ofTwo], []]);
  heard = "";
  await said(carl, "gone");
  expect([shows(heard, ofTwo), shows(heard, ofOne)]).toEqual([[], [...ofOne]]);
});

test("whom to call stands first of all, with a press, and beside it whoever is on call where nobody else is there", async () => {
  await act(home, home.bela, (tx, emit) => setOwnPhone(tx, emit, { staffId: home.bela.id, phone }));
  await act(home, home.aino, (tx, emit) => {
    const onCallWeek = Array.from({ length: 7 }, () => home.bela.id);
    setSettings(tx, emit, { subject: "on_call", values: { onCallWeek, onCallDates: [] } });
  });
  const first = async () => /id="act-alone-\d+"><p>(.*?)<\/p>/s.exec(await panel())?.[1];
  const call = '<a class="dial" href="tel:112">Call 112</a>';
  expect(await first()).toBe(call);
  await anna.post(tab());
  expect(await first()).toBe(`${call}<a href="tel:+32470000011">On call: Luna, ${phone}</a>`);
  await said(carl, "available");
  expect(await first()).toBe(call);
});

test("who cannot speak: the silent ways of the countries, and a sentence with that of the line, in the young person's language", async () => {
  const none = await panel();
  expect(none).toContain(says("staff.emergency.step.silent_none"));
  expect(none).toContain("You don’t have to talk. You can write to me.</blockquote>");
  await act(home, home.aino, (tx, emit) => {
    const emergency = [country("BE"), country("FR"), country("GB"), country("HU")];
    setSettings(tx, emit, { subject: "emergency", values: { emergency } });
    changeLine(tx, emit, { lineId: 1, basedOn: 0, values: { ...lineValues(tx, 1), country: "GB" } });
  });
  const some = await panel();
  expect(some).toContain(says("staff.emergency.step.silent"));
  expect(some).toContain('<p>France: <a href="sms:114">Text 114</a>.');
  expect(some).toContain("<p>Belgium: Use the app “112 BE”");
  expect(some).not.toContain("<p>Hungary");
  expect(some).toContain("You don’t have to talk. You can write to me. Call 999, then press 55.</blockquote>");
  await home.helpline.db.change("porchlight", (tx) =>
    tx.run(q.updateTable("conversation").set({ language: "fr" }).where("id", "=", chat)),
  );
  expect(await panel()).toContain('<blockquote lang="fr" dir="auto">Tu n’as pas besoin de parler.');
});

test("what is written of the call carries its warning beside it", async () => {
  expect(await panel()).toContain(
    "Alone? Write: “I’m calling 112. I’m still here.” Then phone on speaker and keep typing. <b>Not if someone else can see their screen.</b>",
  );
});
