import { between, clientId, type Random } from "#lab/load/report/random.ts";
import { openConversations, stateOf } from "#src/conversation/conversation.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { message, waitingSince } from "#src/conversation/reading.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { claimNext } from "#src/queue/claim.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { close, end } from "#src/queue/end/ending.ts";
import { accept, offer, receivers } from "#src/queue/handover/hand-over.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { House } from "#tests/support/house/helpline.ts";
import type { Timeline } from "./timeline.ts";
import { joke } from "./young.ts";

const minute = 60_000;

interface Works {
  home: House;
  me: StaffMember;
  timeline: Timeline;
  random: Random;
  /** When the browser is out of reach and for how long, ms since the beginning. */
  vanishes: { at: number; ms: number } | null;
}

/** A made-up counsellor: takes the next, answers in turn, sometimes hands over, and ends long chats. */
export function works({ home, me, timeline, random, vanishes }: Works) {
  const { db, staff } = home.helpline;
  let isThere = true;
  const soon = (least: number, most: number, work: () => Promise<void>) =>
    timeline.in(between(random, least, most), work);

  /** A refusal is a decision too: no room, no one waits, a colleague was faster. */
  async function tries(verb: (tx: Tx, emit: Emit) => unknown) {
    try {
      await db.change(`staff:${me.id}`, verb);
    } catch (error) {
      if (!(error instanceof HelplineError)) throw error;
    }
  }
  const own = () => openConversations(db).filter((one) => one.counsellorId === me.id && stateOf(one) === "talking");

  async function takeOne() {
    soon(8_000, 20_000, takeOne);
    if (isThere) await tries((tx, emit) => claimNext(tx, emit, { member: me }));
  }

  async function answer() {
    soon(25_000, 50_000, answer);
    if (!isThere) return;
    for (const { id: conversationId, claimedAt } of own()) {
      if (message(db, conversationId, 1)?.text === joke) {
        await tries((tx, emit) => setAside(tx, emit, { conversationId, staffId: me.id, why: "joke" }));
      }
      const isLong = home.helpline.clock.now() - claimedAt! > 18 * minute;
      if (isLong)
        await tries((tx, emit) => end(tx, emit, { conversationId, reason: "ended_by_counsellor", staffId: me.id }));
      // Someone who has not answered yet gets their time.
      else if (waitingSince(db, conversationId) !== null) {
        const words = { conversationId, clientId: clientId(), text: "I hear you", staffId: me.id };
        await tries((tx, emit) => writeAsCounsellor(tx, emit, words));
      }
    }
    for (const conversationId of offeredTo()) {
      await tries((tx, emit) => accept(tx, emit, { conversationId, staffId: me.id }));
    }
    await tidy();
  }

  async function tidy() {
    for (const event of home.heard) {
      if (event.type !== "conversation.ended" || event.staffId !== me.id || closed.has(event.conversationId)) continue;
      closed.add(event.conversationId);
      await tries((tx, emit) => close(tx, emit, { conversationId: event.conversationId, staffId: me.id }));
    }
  }
  const closed = new Set<number>();

  function offeredTo(): number[] {
    const mine = home.heard.flatMap((event) =>
      event.type === "conversation.offered" && event.to === me.id ? [event.conversationId] : [],
    );
    return openConversations(db)
      .filter(({ id, counsellorId }) => mine.includes(id) && counsellorId !== me.id)
      .map(({ id }) => id);
  }

  async function handOver() {
    soon(6 * minute, 14 * minute, handOver);
    const [one] = own();
    if (!isThere || !one) return;
    const to = receivers(db, one).find(({ not }) => not === null);
    if (!to) return;
    const said = { summary: "what was said so far", asked: { agreed: true } } as const;
    await tries((tx, emit) =>
      offer(tx, emit, { conversationId: one.id, staffId: me.id, to: { staffId: to.id }, ...said }),
    );
  }

  staff.opened(me.id);
  soon(0, 15_000, takeOne);
  soon(5_000, 30_000, answer);
  soon(4 * minute, 14 * minute, handOver);
  if (!vanishes) return;
  timeline.in(vanishes.at, () => {
    isThere = false;
    staff.closed(me.id);
  });
  timeline.in(vanishes.at + vanishes.ms, async () => {
    isThere = true;
    staff.opened(me.id);
    await tries((tx, emit) => setAvailability(tx, emit, { staffId: me.id, availability: "available" }));
  });
}
