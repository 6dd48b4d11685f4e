import { beforeEach, describe, expect, test } from "vitest";
import { pollFeed } from "#src/directory/sharing/feed.ts";
import { maxFeed, withinLimits } from "#src/directory/sharing/feed-limits.ts";
import { lookAt } from "#src/directory/sharing/feed-look.ts";
import { countItems } from "#src/directory/sharing/source-items.ts";
import { addSource, source } from "#src/directory/sharing/sources.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { Asking, AskServer } from "#src/outgoing/outgoing.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";

// What whoever runs a directory elsewhere can make us do: a limited amount of everything.

const url = "https://evil.example/hsds/services";
const hour = 3_600_000;

let home: House;
let asked: { address: string; asking: Asking }[];

beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  asked = [];
});

/** Another server that answers so; as the real one does, it never gives more than is asked for. */
const says =
  (body: (address: URL) => string): AskServer =>
  async (address, asking = {}) => {
    asked.push({ address, asking });
    const bytes = new TextEncoder().encode(body(new URL(address)));
    if (bytes.length > asking.most!) throw new OutgoingError("too_big");
    const rest = { etag: null, lastModified: null, retryAfter: null, contentType: "application/json" };
    return { status: 200, address, movedTo: address, body: bytes, ...rest };
  };

const pageOf = (rows: object[], more = {}) =>
  JSON.stringify({ total_items: rows.length, total_pages: 1, contents: rows, ...more });
const places = (n: number, more = {}) =>
  Array.from({ length: n }, (_, i) => ({ id: `p${i}`, name: `Place ${i}`, status: "active", ...more }));

async function polled(ask: AskServer, more: { most?: number } = {}) {
  const { db, clock } = home.helpline;
  const given = { name: "Evil", kind: "hsds", url, accept: "auto", timeZone: "UTC", licenceNote: "" } as const;
  const id = await db.change("command line", (tx, emit) => addSource(tx, emit, given));
  const poll = pollFeed(db, ask, source(db, id)!, { now: clock.now(), luck: 0, ...more });
  const failed = await poll.then(
    () => null,
    (error: unknown) => error,
  );
  const { failCount, lastError, nextPollAt } = source(db, id)!;
  return { failCount, lastError, wait: nextPollAt - clock.now(), items: countItems(db, id), failed };
}

const nothing = { new: 0, accepted: 0, changed: 0, gone: 0, rejected: 0 };
const refused = (lastError: string) => ({ failCount: 1, lastError, wait: hour, items: nothing, failed: null });

describe("a directory elsewhere", () => {
  test("of pages without end is read up to a limit of bytes, left as it is, and asked again in an hour", async () => {
    const filler = "x".repeat(900_000);
    const page = pageOf(places(10, { filler }), { total_items: 5_000, total_pages: 500 });
    expect(await polled(says(() => page))).toEqual(refused("too_much"));
    expect(asked.length).toBeLessThan(maxFeed.bytes / page.length + 2);
    expect(asked.at(-1)!.asking.most!).toBeLessThan(maxFeed.answerBytes);
  });

  test.each([
    ["that says so", pageOf([], { total_items: maxFeed.services + 1, total_pages: 500 })],
    ["that does not", pageOf(places(maxFeed.services + 1), { total_items: 1 })],
  ])("of more places than are read, %s, is refused", async (_name, page) => {
    expect(await polled(says(() => page))).toEqual(refused("too_much"));
    expect(asked).toHaveLength(1);
  });

  test("of as many rows as fit into an answer is refused before they are gone through", async () => {
    const page = `{"total_items":1200000,"total_pages":1,"contents":[${"{},".repeat(1_200_000)}{}]}`;
    expect(await polled(says(() => page))).toEqual(refused("json_beyond"));
  });

  test("as one long file is refused alike", async () => {
    const file = JSON.stringify(places(maxFeed.services + 1));
    expect(await polled(says(() => file))).toEqual(refused("too_much"));
  });

  test("that is slow altogether is given up, and each of its answers has no more time than is left", async () => {
    expect(
      await polled(
        says(() => pageOf(places(1))),
        { most: -1 },
      ),
    ).toEqual(refused("too_slow"));
    expect(asked).toEqual([]);
    const ask = withinLimits(
      says(() => pageOf([])),
      5_000,
    );
    await ask(url, { patience: 1_000 });
    await ask(url, { patience: 120_000 });
    expect(asked[0]!.asking.patience).toBe(1_000);
    expect(asked[1]!.asking.patience).toBeLessThanOrEqual(5_000);
  });

  test("at which we ourselves fail is not asked again every minute, and the failure is told", async () => {
    const broken = new TypeError("a fault of ours");
    const found = await polled(async () => {
      throw broken;
    });
    expect(found).toEqual({ ...refused("failed_here"), failed: broken });
  });

  test("is looked at within the same limits", async () => {
    const looked = lookAt(
      says(() => "[".repeat(1_000_000)),
      new URL(url),
    );
    await expect(looked).rejects.toMatchObject({ problem: "json_beyond" });
    expect(asked[0]!.asking.patience).toBeLessThanOrEqual(maxFeed.lookMs);
  });
});
