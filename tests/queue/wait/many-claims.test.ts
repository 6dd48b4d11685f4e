import { expect, test } from "vitest";
import { openConversations } from "#src/conversation/conversation.ts";
import { claim, claimNext } from "#src/queue/claim.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { manyCounsellors, manyYoung } from "#tests/support/house/many.ts";

// What 20 counsellors do at the same moment to 200 people who wait.

async function full() {
  const clock = fakeClock();
  const home = await house({ clock });
  const counsellors = await manyCounsellors(home, 20, 4);
  const young = await manyYoung(home, clock, 200);
  return { home, counsellors, young };
}
const held = (home: Awaited<ReturnType<typeof full>>["home"]) =>
  Map.groupBy(
    openConversations(home.helpline.db).filter(({ counsellorId }) => counsellorId !== null),
    ({ counsellorId }) => counsellorId!,
  );

test("[ASVS 2.3.4, 15.4.2] 1,000 simultaneous claims: everybody once, in the order of each lane, and never more than a hand holds", {
  timeout: 60_000,
}, async () => {
  const { home, counsellors, young } = await full();
  const order = [...young.filter(({ urgent }) => urgent), ...young.filter(({ urgent }) => !urgent)].map(({ id }) => id);
  const taken: number[] = [];
  for (let wave = 0; taken.length < 200; wave += 1) {
    const all = Array.from({ length: 1_000 }, (_, n) => counsellors[(n * 7 + wave) % 20]!);
    const before = home.heard.length;
    const claims = await Promise.allSettled(
      all.map((one) => act(home, one, (tx, emit) => claimNext(tx, emit, { member: one }))),
    );
    const got = claims.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(got).toHaveLength(Math.min(80, 200 - taken.length));
    expect(
      home.heard.slice(before).flatMap((e) => (e.type === "conversation.claimed" ? [e.conversationId] : [])),
    ).toEqual(got);
    for (const one of claims) {
      if (one.status === "rejected") expect(one.reason.key).toMatch(/^error\.(full_hands|nobody_waits)/);
    }
    for (const chats of held(home).values()) expect(chats.length).toBeLessThanOrEqual(4);
    taken.push(...got);
    for (const id of got) await youthEnds(home, id);
  }
  expect(taken).toEqual(order);
});

test("1,000 who reach for the same few: each of these has one counsellor, everybody else is told that a colleague was faster", {
  timeout: 60_000,
}, async () => {
  const { home, counsellors, young } = await full();
  const wanted = young.slice(0, 50).map(({ id }) => id);
  const tries = counsellors.flatMap((one) => wanted.map((id) => ({ one, id })));
  expect(tries).toHaveLength(1_000);
  const claims = await Promise.allSettled(
    tries.map(({ one, id }) => act(home, one, (tx, emit) => claim(tx, emit, { conversationId: id, member: one }))),
  );
  const got = tries.filter((_, n) => claims[n]!.status === "fulfilled").map(({ id }) => id);
  expect(got.toSorted((a, b) => a - b)).toEqual(wanted);
  for (const chats of held(home).values()) expect(chats.length).toBeLessThanOrEqual(4);
  const reasons = claims.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(new Set(reasons)).toEqual(new Set(["taken", "bad_input"]));
});
