import { beforeEach, expect, test } from "vitest";
import { handoversOf, openOffers } from "#src/conversation/colleagues/handover.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { changeLine, lineValues } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { lapse } from "#src/queue/handover/expire-offers.ts";
import { accept, offer } from "#src/queue/handover/hand-over.ts";
import { seatsOf } from "#src/queue/handover/seats.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let home: House;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  await open(home, home.bela);
  for (const { id } of [home.anna, home.bela]) home.helpline.staff.opened(id);
  id = await talking(home);
  const input = {
    conversationId: id,
    staffId: home.anna.id,
    to: { staffId: home.bela.id },
    summary: "Her aunt helps.",
  };
  await act(home, home.anna, (tx, emit) => offer(tx, emit, { asked: { agreed: true }, ...input }));
});

const look = () => runJob(home.helpline, jobs.find(({ name }) => name === "offers that nobody can accept")!);

const settled = () => home.heard.filter((one) => one.type === "conversation.offer_settled");
const told = () => seatsOf(home.helpline.db, conversation(home.helpline.db, id)!, home.anna.id, clock.now());

test("while Béla can still accept it stands, also when he is away for a moment or reloads", async () => {
  await act(home, home.bela, (tx, emit) => setAvailability(tx, emit, { staffId: home.bela.id, availability: "away" }));
  home.helpline.staff.closed(home.bela.id);
  clock.pass(50_000);
  await look();
  expect(settled()).toEqual([]);
  expect(told()).toMatchObject({ offer: { to: "Luna" }, declined: null });
});

const leaving: [string, () => unknown][] = [
  ["has closed his console", () => home.helpline.staff.closed(home.bela.id)],
  [
    "serves its line no more",
    () =>
      act(home, home.aino, (tx, emit) =>
        changeLine(tx, emit, { lineId: 1, values: { ...lineValues(tx, 1), staffIds: [home.anna.id] } }),
      ),
  ],
];

test.each(leaving)(
  "it lapses once Béla %s: Anna is told, it is in the trail, and what she wrote is there",
  async (_, leaves) => {
    await leaves();
    clock.pass(61_000);
    await look();
    await look();
    expect(home.reported).toEqual([]);
    expect(settled()).toMatchObject([{ staffId: home.anna.id, to: home.bela.id, outcome: "lapsed" }]);
    expect(told()).toMatchObject({ offer: null, declined: "Luna" });
    expect(
      rows<{ action: string; after: string }>(home.files, "audit")
        .filter(({ action }) => action === "conversation.offer_settled")
        .map(({ after }) => ({ after })),
    ).toEqual([{ after: "lapsed" }]);
    expect(handoversOf(home.helpline.db, id)).toMatchObject([{ outcome: "lapsed", summary: "Her aunt helps." }]);
    await expect(
      act(home, home.bela, (tx, emit) => accept(tx, emit, { conversationId: id, staffId: home.bela.id })),
    ).rejects.toMatchObject({ code: "not_allowed" });
  },
);

test("with the end of the chat nothing is offered any more", async () => {
  await youthEnds(home, id);
  await look();
  expect(openOffers(home.helpline.db)).toEqual([]);
  expect(settled()).toHaveLength(1);
});

test("whoever comes back in that very turn still has it", async () => {
  await home.helpline.db.change("porchlight", (tx, emit) =>
    lapse(tx, emit, { conversationId: id, isGone: () => false }),
  );
  expect([settled(), told().offer?.to]).toEqual([[], "Luna"]);
});
