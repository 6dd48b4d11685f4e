import fc from "fast-check";
import { expect, test } from "vitest";
import { messages } from "#src/conversation/reading.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { close, end } from "#src/queue/end/ending.ts";
import { firstWordsId } from "#src/queue/start.ts";
import { annaSays, comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";

/** What three young people and a counsellor do, in any order, some of it in the same turn, much of it twice. */
const act = fc.record({
  who: fc.integer({ min: 0, max: 2 }),
  what: fc.constantFrom("start", "say", "say", "say", "answer", "answer", "again", "claim", "end", "close"),
  sameTurn: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

interface Side {
  startId: string;
  id: number | null;
  /** What was acknowledged, by client id. */
  acknowledged: Map<string, number>;
  sent: (() => Promise<number>)[];
}

const idOf = (...parts: unknown[]) => createHash(parts.join()).slice(0, 32);

async function play(home: House, acts: Act[], run: number): Promise<Side[]> {
  const sides = [0, 1, 2].map(
    (who): Side => ({ startId: idOf("start", run, who), id: null, acknowledged: new Map(), sent: [] }),
  );
  let turn: Promise<unknown>[] = [];
  for (const [n, one] of acts.entries()) {
    turn.push(refusable(perform(home, sides[one.who]!, one, idOf(run, n))));
    if (one.sameTurn) continue;
    await Promise.all(turn);
    turn = [];
  }
  await Promise.all(turn);
  return sides;
}

/** A refusal in words is an answer like any other; anything else is a fault. */
const refusable = (work: Promise<unknown>) =>
  work.catch((error) => {
    if (!(error instanceof HelplineError)) throw error;
  });

async function perform(home: House, side: Side, { what }: Act, clientId: string) {
  const { db } = home.helpline;
  if (what === "start") {
    const id = await comesIn(home, "first", { startId: side.startId, token: newToken() });
    expect(side.id ?? id).toBe(id);
    side.id = id;
    side.acknowledged.set(firstWordsId(side.startId), 1);
    return;
  }
  const conversationId = side.id;
  if (conversationId === null) return;
  const once = (send: () => Promise<number>) => async () => {
    const seq = await send();
    expect(side.acknowledged.get(clientId) ?? seq).toBe(seq);
    side.acknowledged.set(clientId, seq);
    return seq;
  };
  if (what === "say" || what === "answer") {
    const say = what === "say" ? youthSays : annaSays;
    const send = once(() => say(home, conversationId, `${what} ${clientId}`, clientId));
    side.sent.push(send);
    await send();
  }
  if (what === "again") for (const send of side.sent) await refusable(send());
  if (what === "claim") await takes(home, home.anna, conversationId);
  if (what === "end") await youthEnds(home, conversationId);
  if (what === "close") {
    const input = { conversationId, staffId: home.anna.id };
    await db.change(`staff:${home.anna.id}`, (tx, emit) => {
      end(tx, emit, { ...input, reason: "ended_by_counsellor" });
      close(tx, emit, input);
    });
  }
}

test("R5: whatever three conversations do, each keeps its order without gaps, and each client id is stored once", async () => {
  const home = await house();
  await open(home);
  const { db } = home.helpline;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), async (acts) => {
      run += 1;
      home.heard.length = 0;
      for (const side of await play(home, acts, run)) {
        if (side.id === null) continue;
        const rows = messages(db, side.id);
        const wiped = db.first(q.selectFrom("erasure").selectAll().where("conversation_id", "=", side.id));
        if (wiped) expect(rows).toEqual([]);
        else {
          expect(rows.map((one) => one.seq)).toEqual(rows.map((_, n) => n + 1));
          expect(new Set(rows.map((one) => one.clientId)).size).toBe(rows.length);
          for (const [clientId, seq] of side.acknowledged) expect(rows[seq - 1]?.clientId).toBe(clientId);
          // Nothing is stored that was not acknowledged, but for the notices.
          const known = rows.filter((one) => one.author !== "notice").map((one) => one.clientId);
          expect(known.sort()).toEqual([...side.acknowledged.keys()].sort());
          expect(rows.every((one) => one.text !== null)).toBe(true);
        }
        // Both sides are told in the order of seq: what is heard is what a page shows.
        const heard = home.heard.filter((one) => one.type === "message.written" && one.conversationId === side.id);
        expect(heard.map((one) => one.type === "message.written" && one.seq)).toEqual(heard.map((_, n) => n + 1));
        await refusable(youthEnds(home, side.id));
      }
    }),
    { numRuns: Number(process.env.ORDER_RUNS ?? 60) },
  );
  expect(home.reported).toEqual([]);
});
