import { beforeEach, describe, expect, test } from "vitest";
import { conversation, shortName } from "#src/conversation/conversation.ts";
import { sayDanger, sayInDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { topics } from "#src/live/topics.ts";
import { emergenciesIn } from "#src/record/emergency-reading.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, member, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

// What a colleague finds who sees to somebody who left in danger. Noor is the young person, Anna had her chat, Carl has come on shift.

const minute = 60_000;
let clock: FakeClock;
let line: House;
let calls: OnCallHouse;
let carl: StaffMember;
let [colleague, bela] = [] as unknown as [Person, Person];

beforeEach(async () => {
  clock = fakeClock();
  calls = await onCallHouse(clock);
  line = calls.home;
  carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  for (const who of [line.anna, carl]) await open(line, who);
  [colleague, bela] = await Promise.all([staff(line, carl), staff(line, line.bela)]);
});

type Noor = Awaited<ReturnType<typeof youth>>;
const path = ({ id }: Noor) => `/staff/danger/${id}`;
/** At 19:00 she comes, says at once that she took something, and is taken by Anna. */
async function noorInDanger(): Promise<Noor> {
  const noor = await youth(line, "I can’t any more");
  const conversationId = noor.id;
  const says = (say: string) =>
    line.helpline.db.change("youth", (tx, emit) => sayInDanger(tx, emit, { conversationId, say }));
  await line.helpline.db.change("youth", (tx, emit) => sayDanger(tx, emit, { conversationId }));
  clock.pass(2 * minute);
  await says("hurt_self");
  await give(line, noor.id, line.anna);
  return noor;
}
const belgium = () =>
  act(line, line.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "emergency", value: shippedEmergency.filter(({ country }) => country === "BE") }),
  );

describe("the page", () => {
  test("names whom to call by what happened, and when she came, wrote and left, and who was with her: not a word of hers", async () => {
    await belgium();
    const noor = await noorInDanger();
    clock.pass(3 * minute);
    await noor.get("/leave");
    const { text } = await colleague.get(path(noor));
    const known = text.slice(text.indexOf('id="left-known"'), text.indexOf("</ul>", text.indexOf('id="left-known"')));
    expect(text).toContain(`${says("staff.left.for_hurt")}: <a href="tel:112">`);
    expect(text).toContain(`${says("staff.left.for_police")}: <a href="tel:101">`);
    for (const words of ["7:00", "7:02", "7:05"]) expect(known.replaceAll("19:0", "7:0")).toContain(words);
    expect(known).toContain(says("staff.left.known.urgent"));
    expect(known).toContain(says("staff.left.with", { names: "Mika" }));
    expect(text).not.toMatch(/can’t any more|taken something/);
    expect(text).not.toContain('id="left-ticked"');
  });

  test("shows what she ticked, in her words, with what she wrote: on the trail like that", async () => {
    const noor = await noorInDanger();
    await noor.get("/leave");
    const { text } = await colleague.post(`${path(noor)}/open`);
    const [, ticked = ""] = text.split('id="left-ticked"');
    expect(ticked).toContain(says("youth.door.danger"));
    expect(ticked).toContain(says("youth.danger.hurt_self"));
    expect(text).toContain("can’t any more");
  });

  test("says that no one was with her, and that police are called by the same number where they have none of their own", async () => {
    const noor = await youth(line, "he is outside");
    await line.helpline.db.change("youth", (tx, emit) => sayDanger(tx, emit, { conversationId: noor.id }));
    await noor.post("/end", { from: "waiting", sure: "yes" });
    const { text } = await colleague.get(path(noor));
    expect(text).toContain(says("staff.left.with_none"));
    expect(text).toContain(`${says("staff.left.for_police")}: <a href="tel:112">`);
  });
});

describe("declaring an emergency from there", () => {
  let noor: Noor;
  beforeEach(async () => {
    noor = await noorInDanger();
    await noor.post("/clear", { sure: "yes" });
  });

  test("calls every supervisor and whoever is on call, marks her row, and begins one record, however often it is pressed", async () => {
    const heard: string[] = [];
    const queue = topics.queue({ language: "en", canClaim: true, lineIds: [1], languages: ["en"] });
    line.helpline.hub.join(queue, { send: (html) => heard.push(html) });
    await calls.look();
    const told = calls.told().length;
    for (const times of [1, 2]) {
      const { to } = await colleague.post(`${path(noor)}/emergency`);
      expect([times, to]).toEqual([times, `${path(noor)}#declared`]);
    }
    expect(emergenciesIn(line.helpline.db, noor.id)).toMatchObject([{ id: 1, staffId: carl.id, outcome: null }]);
    expect(heard.join("")).toContain("emergency-mark");
    for (const page of ["/staff", "/staff/me"]) expect((await bela.get(page)).text).toContain('id="acknowledge-1"');
    await calls.look();
    expect(calls.told().slice(told)).toEqual(["emergency"]);
    const { text } = await colleague.get(path(noor));
    expect(text).toContain('href="/staff/emergencies/1"');
    expect(text).toContain("declared by Finch");
    expect(text).not.toContain('id="declare-left"');
    await bela.post("/staff/emergencies/1/acknowledge");
    expect((await colleague.get(path(noor))).text).toContain("Acknowledged by Luna");
  });

  test("is for those who may read it, and only until the danger is over", async () => {
    const paul = await member(line.helpline, "paul", "Paul Maes", "Wren", ["counsellor"]);
    const notHere = await staff(line, paul);
    expect((await notHere.get(path(noor))).text).not.toContain('id="declare-left"');
    expect((await notHere.post(`${path(noor)}/emergency`)).status).toBe(403);
    await colleague.post(`${path(noor)}/close`, { sure: "yes" });
    expect((await colleague.post(`${path(noor)}/emergency`)).status).toBe(403);
    expect(emergenciesIn(line.helpline.db, noor.id)).toEqual([]);
  });
});

describe("once the danger is over the console says what follows, once", () => {
  /** What stands there after the danger is closed, and what stands there when the page is asked for again. */
  async function closes(noor: Noor): Promise<string> {
    const { to } = await colleague.post(`${path(noor)}/close`, { sure: "yes" });
    expect(to).toMatch(/^\/staff\?w=[\w-]{43}$/);
    const { text } = await colleague.get(to!);
    expect((await colleague.get(to!)).text).not.toContain('id="saved"');
    return text;
  }

  test("what was deleted is erased; with an emergency it stays locked until its record says what came of it", async () => {
    const [noor, sam] = [await noorInDanger(), await noorInDanger()];
    const chat = shortName("en", conversation(line.helpline.db, noor.id)!.nameIndex);
    await noor.post("/clear", { sure: "yes" });
    expect(await closes(noor)).toContain(says("staff.left.closed.deleted", { chat }));
    await sam.post("/clear", { sure: "yes" });
    await colleague.post(`${path(sam)}/emergency`);
    expect(await closes(sam)).toContain("The chat stays locked until the emergency record says what came of it.");
  });

  test("what no one had taken is erased; what was talked about goes by its day", async () => {
    const noor = await youth(line, "he is outside");
    await line.helpline.db.change("youth", (tx, emit) => sayDanger(tx, emit, { conversationId: noor.id }));
    await noor.post("/end", { from: "waiting", sure: "yes" });
    expect(await closes(noor)).toContain("No one had taken this chat, so what was written is now erased");
    const sam = await youth(line, "hello");
    await give(line, sam.id, line.anna);
    const marked = { conversationId: sam.id, staffId: line.anna.id, present: true };
    await act(line, line.anna, (tx, emit) => markRisk(tx, emit, marked));
    await sam.get("/leave");
    expect(await closes(sam)).toMatch(/The messages are deleted by [^,]+.*, unless they are held\./);
  });
});
