import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { sideNotes, writeNote } from "#src/conversation/colleagues/side-notes.ts";
import { markSeen } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { close } from "#tests/support/browser/browser.ts";
import { talking, talkUntil } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";

// Anna in a chat of 450 lines, of which her console gets the newest 200, on a line that can be cut.

let house: Server;
let line: Awaited<ReturnType<typeof proxy>>;
let anna: Counsellor;
let noor: number;
let sam: number;
/** The line that the note stands under. */
let noted: number;

beforeEach(async () => {
  house = await server();
  line = await proxy(Number(new URL(house.origin).port));
  await open(house);
  noor = await talking(house, "line 1.");
  sam = await talking(house, "I am Sam");
  await talkUntil(house, noor, 20);
  const note = { conversationId: noor, staffId: house.anna.id, clientId: newClientId(), text: "ask Béla" };
  await act(house, house.anna, (tx, emit) => writeNote(tx, emit, note));
  await talkUntil(house, noor, 450);
  noted = sideNotes(house.helpline.db, noor)[0]!.after;
  anna = await counsellor(line);
  await anna.signIn(`/staff/conversation/${noor}`);
});
afterEach(async () => {
  await anna.page.context().close();
  await line.stop();
  await house.stop();
});
afterAll(close);

const seqs = () =>
  anna.page.locator(`#log-${noor} > :not(.earlier)`).evaluateAll((rows) => rows.map((row) => row.dataset.seq!));
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n).flatMap((seq) =>
    seq === noted ? [`${seq}`, `${seq}.1`] : [`${seq}`],
  );
const lineAt = (seq: number) => anna.page.locator(`#m${noor}-${seq}`);
/** Where a line stands on the screen, px. */
const top = (seq: number) => lineAt(seq).evaluate((row) => Math.round(row.getBoundingClientRect().top));
const way = () => anna.page.locator(`#earlier-${noor} > *`);
const isFocused = (selector: string) =>
  anna.page.locator(selector).evaluate((one) => one === one.ownerDocument.activeElement);
const shown = (seq: number) => lineAt(seq).waitFor({ state: "attached", timeout: patience(30_000) });

async function drops(meanwhile: () => Promise<unknown>) {
  line.set("refused");
  await anna.page.locator("#offline:not(:empty)").waitFor();
  await meanwhile();
  line.set("through");
  await anna.page.locator("#offline:empty").waitFor({ state: "attached", timeout: patience(30_000) });
}

test("earlier lines come above what Anna reads, by the keyboard too, and stay whatever happens to her connection", async () => {
  expect(await seqs()).toEqual(from(251, 450));
  await way().focus();
  const first = await top(251);
  await anna.page.keyboard.press("Enter");
  await shown(51);
  expect(await seqs()).toEqual(from(51, 450));
  expect(await top(251)).toBe(first);
  expect(await isFocused(`#earlier-${noor} > *`)).toBe(true);

  await drops(() => talkUntil(house, noor, 452));
  await shown(452);
  expect(await seqs()).toEqual(from(51, 452));
  expect(await top(251)).toBe(first);

  // More than comes at once is missing: it is fetched.
  await drops(() => talkUntil(house, noor, 800));
  await shown(453);
  await expect.poll(seqs).toEqual(from(51, 800));
  expect(await top(251)).toBe(first);

  await anna.page.locator(`#beside-${sam}`).click();
  await anna.page.waitForSelector(`#pane-${sam}`);
  expect(await seqs()).toEqual(from(51, 800));
  await way().focus();
  await anna.page.keyboard.press("Enter");
  await shown(1);
  expect(await seqs()).toEqual(from(1, 800));
  expect(await way().isVisible()).toBe(false);
  expect(await isFocused(`#scroll-${noor}`)).toBe(true);
});

test("what changes further up does not come without the lines around it", async () => {
  for (const seq of [30, 260]) {
    await house.helpline.db.change(`conversation:${noor}`, (tx, emit) =>
      markSeen(tx, emit, { conversationId: noor, by: "youth", seq }),
    );
  }
  await anna.page.locator(`#m${noor}-260.read`).waitFor();
  expect(await seqs()).toEqual(from(251, 450));
  await way().click();
  await shown(51);
  await way().click();
  await shown(1);
  expect(await seqs()).toEqual(from(1, 450));
});
