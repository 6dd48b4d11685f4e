import { beforeEach, expect, test } from "vitest";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { sayInDanger } from "#src/conversation/safety/danger.ts";
import { changeLine, lineValues } from "#src/hours/lines.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { saveEmergency } from "#src/record/emergency.ts";
import type { Answers } from "#src/settings/assessment.ts";
import { setSettings } from "#src/settings/settings.ts";
import { setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, says, staff } from "#tests/support/house/http.ts";
import { country } from "#tests/support/keys/flips.ts";

// What those in an emergency, and those who answer for it, find on their pages.

const phone = "+32 470 00 00 11";
let clock: FakeClock;
let home: House;
let kim: StaffMember;
let chat: number;
let people: Record<"anna" | "carl" | "bela" | "kim" | "aino", Person>;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  const carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor"]);
  chat = await talking(home);
  people = {
    anna: await staff(home, home.anna),
    carl: await staff(home, carl),
    bela: await staff(home, home.bela),
    kim: await staff(home, kim),
    aino: await staff(home, home.aino),
  };
});

const tab = () => `/staff/conversation/${chat}/emergency`;
const declares = () => people.anna.post(tab());
const closes = () =>
  act(home, home.bela, (tx, emit) => {
    const said = { decidedBy: null, informed: [], passed: [], told: null, outcome: "help_came" as const };
    saveEmergency(tx, emit, { member: home.bela, id: 1, said, note: null });
  });
const onCall = (who: StaffMember | null) =>
  act(home, home.aino, (tx, emit) => {
    const onCallWeek = Array.from({ length: 7 }, () => who?.id ?? null);
    setSettings(tx, emit, { subject: "on_call", values: { onCallWeek, onCallDates: [] } });
  });

test("SG10: a person alone can act, by the number of the country of the line", async () => {
  const { text } = await people.anna.get(tab());
  expect(text).toContain(
    "<b>No one answers? Call 112 yourself, now. You never need permission. The address can follow.</b>",
  );
  expect(text).toContain("Alone? Write: “I’m calling 112. I’m still here.” Then phone on speaker and keep typing.");
  await act(home, home.aino, (tx, emit) => {
    setSettings(tx, emit, { subject: "emergency", values: { emergency: [country("BE"), country("GB")] } });
    changeLine(tx, emit, { lineId: 1, basedOn: 0, values: { ...lineValues(tx, 1), country: "GB" } });
  });
  const british = (await people.anna.get(tab())).text;
  expect(british).toContain("Call 999 yourself, now.");
  expect(british).toContain("“I’m calling 999. I’m still here.”");
});

test("the number of whoever is on call stands in step 2 of a declared emergency, for those who help in it, and nowhere else", async () => {
  await act(home, kim, (tx, emit) => setOwnPhone(tx, emit, { staffId: kim.id, phone }));
  await onCall(kim);
  const everywhere = async () => {
    const paths = [
      tab(),
      `/staff/conversation/${chat}`,
      "/staff",
      "/staff/me",
      "/staff/overview",
      "/staff/emergencies",
    ];
    const more = ["/staff/emergencies/1", "/admin/on-call", `/admin/staff/${kim.id}`, "/admin/audit", "/admin/staff"];
    const found: string[] = [];
    for (const [who, person] of Object.entries(people)) {
      for (const path of [...paths, ...more]) {
        const { text } = await person.get(path);
        if (text.includes(phone) || text.includes("470 00 00 11") || text.includes("tel:+32470000011"))
          found.push(`${who} ${path}`);
      }
    }
    return found;
  };
  const ofAnna = [`anna ${tab()}`, `anna /staff/conversation/${chat}`];
  expect(await everywhere()).toEqual([]);
  await declares();
  expect(await everywhere()).toEqual(ofAnna);
  await act(home, home.bela, (tx, emit) =>
    setAvailability(tx, emit, { staffId: home.bela.id, availability: "available" }),
  );
  const [, colleague = ""] = /<ol>.*?<li>.*?<\/li><li>(.*?)<\/li><li>/s.exec((await people.anna.get(tab())).text) ?? [];
  expect(colleague).toContain(says("staff.emergency.step.declared"));
  expect(colleague).toContain(`<a href="tel:+32470000011">On call: Sol, ${phone}</a>`);
  await act(home, home.bela, (tx, emit) => readAlong(tx, emit, { conversationId: chat, staffId: home.bela.id }));
  expect(await everywhere()).toEqual(ofAnna);
  await act(home, home.bela, (tx, emit) => join(tx, emit, { conversationId: chat, staffId: home.bela.id }));
  expect(await everywhere()).toEqual([...ofAnna, `bela ${tab()}`, `bela /staff/conversation/${chat}`]);
  await onCall(home.bela);
  expect(await everywhere()).toEqual([]);
  await onCall(kim);
  await closes();
  expect(await everywhere()).toEqual([]);
});

test("nor after the end of the chat, nor where its owner took it away", async () => {
  const { kim: sol, anna } = people;
  expect((await sol.post("/staff/me/phone", { phone, do: "save" })).to).toBe("/staff/me?saved=phone");
  expect((await sol.get("/staff/me")).text).toContain(says("session.phone.kept"));
  await onCall(kim);
  await declares();
  expect((await anna.get(tab())).text).toContain(phone);
  await sol.post("/staff/me/phone", { do: "remove", phone: "" });
  expect((await anna.get(tab())).text).not.toContain(phone);
  await sol.post("/staff/me/phone", { phone, do: "save" });
  expect((await anna.get(tab())).text).toContain(phone);
  await youthEnds(home, chat);
  expect((await anna.get(tab())).text).not.toContain(phone);
  const wrong = await sol.post("/staff/me/phone", { phone: "ring me", do: "save" });
  expect([wrong.status, wrong.text.includes('value="ring me"')]).toEqual([422, true]);
});

test("one press acknowledges it: with scripts where one is, without them on the way to its record; who did stands there", async () => {
  await declares();
  const line = (text: string) =>
    /<div id="emergencies".*?<\/div><\/div>|<div id="emergencies"[^>]*><\/div>/s.exec(text)?.[0];
  const { bela, kim: sol } = people;
  for (const path of ["/staff", "/staff/me", "/admin/directory"]) {
    const shown = line((await bela.get(path)).text);
    expect(shown, path).toContain('action="/staff/emergencies/1/acknowledge"');
    expect(shown, path).toContain('data-ids="emergency-1"');
  }
  expect((await bela.post("/staff/emergencies/1/acknowledge", {}, htmx)).status).toBe(204);
  expect((await sol.post("/staff/emergencies/1/acknowledge")).to).toBe("/staff/emergencies/1#answering");
  const record = (await sol.get("/staff/emergencies/1")).text;
  expect(record).toContain("Acknowledged by Luna");
  expect(record).not.toContain("/staff/emergencies/1/acknowledge");
  expect(line((await sol.get("/staff/me")).text)).toMatch(/emergency-line seen.*· Luna/s);
  for (const who of [people.anna, people.carl, people.aino]) {
    expect((await who.get("/staff/me")).text).not.toContain('id="emergencies"');
    expect((await who.post("/staff/emergencies/1/acknowledge")).status).toBe(403);
  }
});

test("SG11: the steps end with whoever phones before one goes home; a supervisor is asked, and says so with one press", async () => {
  await declares();
  expect((await people.anna.get(tab())).text).toContain(says("staff.emergency.step.after"));
  const { bela } = people;
  expect((await bela.get("/staff/emergencies")).text).toContain(says("staff.emergency.to_phone_short"));
  const record = (await bela.get("/staff/emergencies/1")).text;
  expect(record).toContain(says("staff.emergency.to_phone", { counsellor: "Mika" }));
  expect(record).toContain(says("staff.emergency.keeps"));
  await bela.post("/staff/emergencies/1/phoned");
  const after = (await people.kim.get("/staff/emergencies/1")).text;
  expect(after).toContain("Luna phoned Mika,");
  expect(after).not.toContain("/staff/emergencies/1/phoned");
  expect((await people.anna.get("/staff/emergencies/1")).text).toContain("Luna phoned Mika,");
});

test("End, take over and hand over name it, and what was ticked; a chat without danger says nothing of the kind", async () => {
  const quiet = await talking(home);
  const ticked = await comesIn(home, "help", { urgent: true, chosen: { ...none, urgent: "danger" } });
  await takes(home, home.anna, ticked);
  await declares();
  const parts = (text: string, id: number) => ({
    end: new RegExp(`id="end-${id}".*?</details>`, "s").exec(text)?.[0] ?? "",
    handover: new RegExp(`id="handover-${id}".*?</form>`, "s").exec(text)?.[0] ?? "",
  });
  const told = { [chat]: "staff.urgent.emergency_in", [ticked]: "staff.urgent.danger_in", [quiet]: null } as const;
  for (const [id, key] of Object.entries(told)) {
    const at = parts((await people.anna.get(`/staff/conversation/${id}`)).text, Number(id));
    const outside = (await people.bela.get(`/staff/conversation/${id}`)).text;
    const takes = new RegExp(`id="take-over-ask-${id}".*?</details>`, "s").exec(outside)?.[0] ?? "";
    for (const part of [at.end, at.handover, takes]) {
      expect(part).not.toBe("");
      if (key) expect(part).toContain(says(key));
      else expect(part).not.toContain("urgent-in");
    }
  }
});

const none: Answers = { age: null, topics: [], region: null, urgent: null, channel: null };

test("an urgent chat is marked in My chats and in its head until a person says otherwise, with what was ticked in their words", async () => {
  const id = await comesIn(home, "help", { urgent: true, chosen: { ...none, urgent: "danger" } });
  await home.helpline.db.change(`conversation:${id}`, (tx, emit) =>
    sayInDanger(tx, emit, { conversationId: id, say: "hurt_by" }),
  );
  await takes(home, home.anna, id);
  const { anna } = people;
  const seen = async (of = id) => {
    const { text } = await anna.get(`/staff/conversation/${of}`);
    const row = new RegExp(`<li id="chat-${of}".*?</li>`, "s").exec(text)![0];
    const head = /<p class="facts">.*?<\/p>/s.exec(text)![0];
    const marks = (part: string) => [/emergency-mark/.test(part), /class="urgent-mark"/.test(part)];
    return { marks: [marks(row), marks(head)], danger: row.includes("in-danger"), text };
  };
  const first = await seen();
  expect([first.marks, first.danger]).toEqual([
    [
      [false, true],
      [false, true],
    ],
    true,
  ]);
  expect(first.text).toContain("Ticked: “I’m in danger – answer me first”, “Someone may hurt me”");
  await anna.post(`/staff/conversation/${id}/risk`, { urgent: "over" });
  expect([(await seen()).marks, (await seen()).danger]).toEqual([
    [
      [false, false],
      [false, false],
    ],
    false,
  ]);
  await anna.post(`/staff/conversation/${id}/risk`, { urgent: "again" });
  expect((await seen()).marks).toEqual(first.marks);
  await declares();
  expect([(await seen(chat)).marks, (await seen(chat)).text.includes('data-tab="emergency"')]).toEqual([
    [
      [true, false],
      [true, false],
    ],
    true,
  ]);
  await act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: chat, staffId: home.bela.id }));
  const { text } = await people.bela.get(`/staff/conversation/${chat}`);
  expect(text).toContain("emergency-mark");
  await closes();
  expect((await people.bela.get(`/staff/conversation/${chat}`)).text).not.toContain("emergency-mark");
});

test("what is declared is offered again once its record says what came of it, and read as over", async () => {
  const button = `id="ask-emergency-${chat}"`;
  await declares();
  const { text: now } = await people.anna.get(tab());
  expect(now).toContain("Emergency since");
  expect(now).not.toContain(button);
  await closes();
  const { text: over } = await people.anna.get(tab());
  expect(over).toContain("Its record says what came of it.");
  expect(over).not.toContain("Emergency since");
  expect(over).toContain(button);
  await declares();
  const { text: again } = await people.anna.get(tab());
  expect(again).toContain('href="/staff/emergencies/2"');
  expect(again).not.toContain(button);
  expect((await people.kim.get("/staff/me")).text).toContain('data-ids="emergency-2"');
});
