import { beforeEach, expect, test } from "vitest";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { noteReferral, referralsOf, sendReferrals } from "#src/conversation/messages/referral.ts";
import { snapshot } from "#src/live/chat/staff-fragments.tsx";
import { close } from "#src/queue/end/ending.ts";
import { annaEnds, talkUntil } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";

// A chat of 450 lines on the console: its newest lines at once, those before them by a link.

let clock: FakeClock;
let line: House;
let anna: Person;
let noor: number;
let path: string;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  anna = await staff(line, line.anna);
  noor = (await youth(line, "line 1.")).id;
  await give(line, noor, line.anna);
  path = `/staff/conversation/${noor}`;
});

const seqs = (html: string) => [...html.matchAll(/<li id="m\d+-\d+" data-seq="(\d+)"/g)].map(([, seq]) => Number(seq));
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);
/** Before which seq the link above the log leads. */
const startOf = (html: string) => /class="earlier"/.test(html) && Number(/data-before="(\d+)"/.exec(html)?.[1]);

test("Anna gets 200 lines, the 200 before them and the first 50, in order and each once; what she typed stays", async () => {
  await talkUntil(line, noor, 450);
  const newest = (await anna.get(path)).text;
  expect(seqs(newest)).toEqual(from(251, 450));
  expect(newest).not.toContain(says("staff.earlier.back", { name: "" }).trim());
  const earlier = async (page: string) => {
    const [, to] = /<button[^>]* name="to" value="(before-\d+)"[^>]*>Show earlier messages/.exec(page)!;
    const led = await anna.post(`${path}/draft`, { text: "half a thought", to: to! });
    expect(led.to).toBe(`${path}?before=${startOf(page)}`);
    return (await anna.get(led.to!)).text;
  };
  const second = await earlier(newest);
  expect(seqs(second)).toEqual(from(51, 250));
  expect(typed(second, `say-${noor}`)).toBe("half a thought");
  const first = await earlier(second);
  expect(seqs(first)).toEqual(from(1, 50));
  expect(startOf(first)).toBe(false);
  // Without scripts this is the way back to what is new.
  expect(first).toMatch(/<noscript><p><button[^>]* name="to" value="about"[^>]*>Back to the chat with/);
  expect((await anna.post(`${path}/draft`, { text: "", to: "about" })).to).toBe(path);
});

test("a supervisor who reads along gets the same by links, and a colleague who does not, no line at all", async () => {
  await open(line, line.bela);
  await talkUntil(line, noor, 450);
  await act(line, line.bela, (tx, emit) => readAlong(tx, emit, { conversationId: noor, staffId: line.bela.id }));
  const bela = await staff(line, line.bela);
  const got: number[][] = [];
  for (let at: string | undefined = path; at !== undefined; ) {
    const { text } = await bela.get(at);
    got.unshift(seqs(text));
    at = new RegExp(`<a href="(${path}\\?before=\\d+)" class="quiet">`).exec(text)?.[1];
  }
  expect(got.map(({ length }) => length)).toEqual([50, 200, 200]);
  expect(got.flat()).toEqual(from(1, 450));
  const carl = await staff(line, await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]));
  const aino = await staff(line, line.aino);
  for (const at of [path, `${path}?before=251`]) {
    for (const stranger of [carl, aino]) expect((await stranger.get(at)).text).not.toMatch(/line \d|class="earlier"/);
  }
  expect((await aino.get(`${path}?before=251`)).status).toBe(403);
});

test("a console that opens it gets the newest lines in a frame of less than 200 KB", async () => {
  await talkUntil(line, noor, 450);
  const frame = snapshot(line.helpline, line.anna, [noor]);
  expect(seqs(frame)).toEqual(from(251, 450));
  expect(Buffer.byteLength(frame)).toBeLessThan(200 * 1024);
});

test("a chat of 200 lines is there as a whole, and any other number leads to the newest lines", async () => {
  await talkUntil(line, noor, 200);
  const whole = (await anna.get(path)).text;
  expect(seqs(whole)).toEqual(from(1, 200));
  expect(startOf(whole)).toBe(false);
  await talkUntil(line, noor, 201);
  for (const before of ["", "0", "1", "-1", "1e3", "999999", "999999999999999", "%00", "201&before=2"]) {
    const { status, text } = await anna.get(`${path}?before=${before}`);
    expect([status, before, ...seqs(text)]).toEqual([
      200,
      before,
      ...(before.startsWith("201&") ? from(1, 200) : from(2, 201)),
    ]);
  }
  for (const to of ["before-", "before-x", "before-1e3", "before--1"])
    expect((await anna.post(`${path}/draft`, { text: "", to })).status).toBe(204);
});

test("each note among colleagues stands once, under the line that it followed", async () => {
  for (const lines of [20, 50, 130, 250, 300]) {
    clock.pass(1_000);
    await talkUntil(line, noor, lines);
    const note = { conversationId: noor, staffId: line.anna.id, clientId: clientId(), text: `after line ${lines}.` };
    await act(line, line.anna, (tx, emit) => writeNote(tx, emit, note));
  }
  clock.pass(1_000);
  await talkUntil(line, noor, 450);
  const notes = async (before: string) =>
    [...(await anna.get(path + before)).text.matchAll(/class="log-note".*?after line (\d+)\./gs)].map(([, n]) =>
      Number(n),
    );
  expect(await notes("")).toEqual([300]);
  expect(await notes("?before=251")).toEqual([130, 250]);
  expect(await notes("?before=51")).toEqual([20, 50]);
});

test("what came of a place that was sent twice stands under the card that it is about", async () => {
  const shelter = await place(line.helpline.db, "Night House");
  const sends = () =>
    act(line, line.anna, (tx, emit) =>
      sendReferrals(tx, emit, {
        conversationId: noor,
        staffId: line.anna.id,
        clientId: clientId(),
        serviceIds: [shelter],
      }),
    );
  await talkUntil(line, noor, 9);
  await sends();
  await talkUntil(line, noor, 300);
  await sends();
  const [early, late] = referralsOf(line.helpline.db, noor);
  const noted = {
    conversationId: noor,
    staffId: line.anna.id,
    consent: null,
    level: "prepared",
    outcome: "will_try",
  } as const;
  await act(line, line.anna, (tx, emit) => noteReferral(tx, emit, { ...noted, referralId: early!.id }));
  const cards = async (before: string) => /class="sent-cards".*?<\/li>/s.exec((await anna.get(path + before)).text)![0];
  expect(await cards("")).toContain(`went-${late!.id}`);
  expect(await cards("")).not.toContain(`went-${early!.id}`);
  expect(await cards("?before=102")).toContain(`went-${early!.id}`);
});

test("beside the record of an ended chat it is the same; once its words are sealed no line and no link is there", async () => {
  await comesOnShift(line, "bela");
  await talkUntil(line, noor, 450);
  await annaEnds(line, noor);
  const ended = (await anna.get(path)).text;
  expect(seqs(ended)).toEqual(from(251, 450));
  expect(ended).toContain(`<a href="${path}?before=251" class="quiet">`);
  await act(line, line.anna, (tx, emit) => close(tx, emit, { conversationId: noor, staffId: line.anna.id }));
  clock.pass(60 * 60_000);
  await sealsOver(line);
  anna = await staff(line, line.anna);
  for (const before of ["", "?before=251"]) {
    const { status, text } = await anna.get(path + before);
    expect([status, ...seqs(text), startOf(text)]).toEqual([200, false]);
  }
});
