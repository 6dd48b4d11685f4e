import { beforeEach, expect, test } from "vitest";
import { consentsTo, goingOn } from "#src/conversation/counts.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { q } from "#src/db/schema.ts";
import { causesNow } from "#src/on-call/causes.ts";
import { inLine } from "#src/queue/claim.ts";
import { waitingOn } from "#src/queue/door/doors.ts";
import { end } from "#src/queue/end/ending.ts";
import { waitingInAll } from "#src/queue/line/opening.ts";
import { hasRehearsed, isRehearsalCode, maxRehearsals, rehearsalCode } from "#src/queue/line/rehearsal.ts";
import { staffingNow } from "#src/queue/line/staffing.ts";
import { cameOf } from "#src/queue/wait/forecast.ts";
import { giveFeelingAfter, rateHelp } from "#src/record/feeling.ts";
import { holdable } from "#src/retention/safeguarding-hold.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaSays, comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, person, says, staff, youth } from "#tests/support/house/http.ts";

let home: House;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "not_yet" }));
});

const today = () => `/?try=${rehearsalCode(home.helpline.db, clock.now())}`;

/** Aino writes as a young person, on a phone where nobody is signed in. */
async function rehearse() {
  const phone = person(home);
  const door = (await phone.get(today())).text;
  const action = door.match(/action="(\/start\?[^"]*)"/)![1]!.replaceAll("&amp;", "&");
  const answer = await phone.post(action, { client_id: clientId(), text: "Is anybody there?", line: "1" });
  const id = home.helpline.db.first(q.selectFrom("conversation").select("id").orderBy("id", "desc").limit(1))?.id;
  return { phone, door, answer, id: id! };
}

test("before the helpline is open, only its link lets somebody write, and says what it is", async () => {
  expect((await person(home).get("/")).text).toContain("We’re not open yet");
  const { phone, door, answer } = await rehearse();
  expect(door).toContain("This is a rehearsal.");
  expect(answer).toMatchObject({ status: 303, to: "/" });
  const chat = (await phone.get("/")).text;
  expect(chat).toContain("Is anybody there?");
  expect(chat).toContain("This chat is a rehearsal. It isn’t counted.");
});

test.each(["", "x", "0".repeat(20), "' OR 1"])("the code %j lets nobody in", async (code) => {
  expect(isRehearsalCode(home.helpline.db, code, clock.now())).toBe(false);
  const stranger = person(home);
  const answer = await stranger.post(`/start?try=${encodeURIComponent(code)}`, {
    client_id: clientId(),
    text: "let me in",
    line: "1",
  });
  expect(answer.status).toBe(422);
  expect(home.helpline.db.all(q.selectFrom("conversation").select("id"))).toEqual([]);
});

test("a link holds for its day and the next, no longer", () => {
  const { db } = home.helpline;
  const code = rehearsalCode(db, clock.now());
  const day = 24 * 60 * 60_000;
  expect(isRehearsalCode(db, code, clock.now() + day)).toBe(true);
  expect(isRehearsalCode(db, code, clock.now() + 2 * day)).toBe(false);
  expect(isRehearsalCode(db, code, clock.now() - day)).toBe(false);
});

test("finished when both sides have written; it counts nowhere, and its last page works", async () => {
  const { db } = home.helpline;
  const { phone, id } = await rehearse();
  await give(home, id, home.anna);
  expect(hasRehearsed(db)).toBe(false);
  await act(home, home.anna, (tx, emit) =>
    writeAsCounsellor(tx, emit, {
      conversationId: id,
      clientId: clientId(),
      text: "Yes, I am.",
      staffId: home.anna.id,
    }),
  );
  await phone.post("/end");
  expect(hasRehearsed(db)).toBe(true);
  expect(db.all(q.selectFrom("contact").selectAll())).toEqual([]);
  await act(home, home.anna, (tx, emit) => giveFeelingAfter(tx, emit, { conversationId: id, value: 3 }));
  await act(home, home.anna, (tx, emit) => rateHelp(tx, emit, { conversationId: id, helped: "yes" }));
  expect((await phone.get("/")).text).toContain(says("youth.helped.title"));
  // No answer is kept: the page itself goes on.
  const next = await phone.post("/feeling", { moment: "after", value: "3" });
  expect([next.status, next.text.includes(says("youth.next_step.title"))]).toEqual([200, true]);
  expect(db.all(q.selectFrom("contact").selectAll())).toEqual([]);
});

test("it takes nobody’s place: not in the line, not at the door, and goes on when the helpline opens", async () => {
  const { phone, id } = await rehearse();
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1 }));
  await open(home);
  expect((await person(home).get("/")).text).toContain("nobody waiting");
  const noor = await youth(home, "Noor’s words");
  expect((await noor.get("/")).text).toContain("You’re next");
  expect(inLine(home.helpline.db).map((one) => one.id)).toEqual([noor.id, id]);
  expect((await phone.get("/")).text).toContain("You’re second in line");
  const anna = await staff(home, home.anna);
  const console = (await anna.get("/staff")).text;
  expect(console.match(/rehearsal-mark/g)).toHaveLength(1);
  expect(console.indexOf("Noor’s words")).toBeLessThan(console.indexOf("Is anybody there?"));
});

test("while the helpline is open the link opens nothing: whoever kept it stands at the door like everybody", async () => {
  const link = today();
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
  const door = (await person(home).get(link)).text;
  expect(door).not.toContain("This is a rehearsal.");
  expect(door).toContain("Nobody’s here right now");
});

test("a few at once are enough: whoever found the link cannot fill the house with it", async () => {
  for (let n = 0; n < maxRehearsals; n += 1) expect((await rehearse()).answer.status).toBe(303);
  const { answer } = await rehearse();
  expect(answer.status).toBe(429);
  expect(answer.text).toContain("3 rehearsals are already running");
});

test.each(["rehearsal", "practice"] as const)("%s is counted nowhere, from its beginning to its end", async (kind) => {
  const { db } = home.helpline;
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
  await open(home);
  const count = (table: "contact" | "wait_promise" | "line_gone" | "wrap_up") =>
    db.first(q.selectFrom(table).select((of) => of.fn.countAll<number>().as("n")))!.n;
  const figures = () => {
    const { waiting, arrivals } = staffingNow(db, clock.now());
    return {
      ...{ waiting, arrivals, waitingOn: waitingOn(db, 1), inAll: waitingInAll(db), came: cameOf(inLine(db)) },
      ...{ going: goingOn(db), agreed: consentsTo(db, 1), causes: causesNow(db, clock.now()).length },
      ...{ contacts: count("contact"), promises: count("wait_promise"), gone: count("line_gone") },
      ...{ wrapUps: count("wrap_up"), holdable: holdable(db, home.bela, { from: 0, most: 9, at: clock.now() }).length },
    };
  };
  const before = figures();
  const id = await comesIn(home, "only to try", { rehearsal: true, urgent: true });
  await act(home, home.anna, (tx) => tx.run(q.updateTable("conversation").set({ kind }).where("id", "=", id)));
  clock.pass(2 * 60_000);
  expect(figures()).toEqual(before);
  await takes(home, home.anna, id);
  await annaSays(home, id, "Hello");
  expect(figures()).toEqual(before);
  await youthEnds(home, id);
  expect(figures()).toEqual(before);
  expect(hasRehearsed(db)).toBe(kind === "rehearsal");
});

test("one that nobody answered is none", async () => {
  const { id } = await rehearse();
  await act(home, home.anna, (tx, emit) =>
    end(tx, emit, { conversationId: id, reason: "ended_by_youth", staffId: null }),
  );
  expect(hasRehearsed(home.helpline.db)).toBe(false);
});

test("a chat of a real young person is none, and is counted", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
  await open(home);
  const noor = await youth(home, "Noor’s words");
  await give(home, noor.id, home.anna);
  const words = { conversationId: noor.id, clientId: clientId(), text: "Hello Noor", staffId: home.anna.id };
  await act(home, home.anna, (tx, emit) => writeAsCounsellor(tx, emit, words));
  await noor.post("/end");
  expect(hasRehearsed(home.helpline.db)).toBe(false);
  expect(home.helpline.db.all(q.selectFrom("contact").select("conversation_id"))).toEqual([
    { conversation_id: noor.id },
  ]);
});
