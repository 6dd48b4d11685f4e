import * as fc from "fast-check";
import { expect } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { claim, claimNext } from "#src/queue/claim.ts";
import { waitingOn } from "#src/queue/door/doors.ts";
import { close, end } from "#src/queue/end/ending.ts";
import { accept, type Offer, offer } from "#src/queue/handover/hand-over.ts";
import { decide, lift } from "#src/queue/line/override-line.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { act } from "#tests/support/house/http.ts";
import { outcome, type Real, realPasses, told } from "./real.ts";
import type { Shift } from "./shift.ts";
import * as paper from "./shift.ts";

/** One thing that can happen: the same is done on paper and really, and whatever comes of it must be the same. */
class Step<Given> implements fc.AsyncCommand<Shift, Real> {
  constructor(
    readonly name: string,
    readonly given: Given,
    readonly isPossible: (shift: Shift, given: Given) => boolean,
    readonly really: (real: Real, given: Given) => Promise<unknown>,
    readonly onPaper: (shift: Shift, given: Given) => paper.Outcome,
  ) {}
  check(shift: Readonly<Shift>) {
    return this.isPossible(shift, this.given);
  }
  async run(shift: Shift, real: Real) {
    const came = await outcome(this.really(real, this.given));
    expect(came, `${this}`).toBe(this.onPaper(shift, this.given));
    const { souls, orders } = told(real);
    expect(souls, `${this}`).toEqual(
      shift.souls.map(({ n, line, state, with: whose, closed }) => ({ n, line, state, with: whose, closed })),
    );
    const languages = [null, ...shift.hands.map((one) => one.languages)];
    expect(orders, `${this}`).toEqual(languages.map((some) => paper.order(shift, some).map(({ n }) => n)));
  }
  toString() {
    return `${this.name}(${JSON.stringify(this.given)})`;
  }
}

const who = (real: Real, index: number) => [real.anna, real.bela, real.aino][index]!;
const aHand = fc.nat(2);
const aPick = fc.nat(11);
const anyone = ({ souls }: Shift) => souls.length > 0;
const always = () => true;
/** One of those who came so far: the newest is 0. */
const nth = (length: number, pick: number) => length - (pick % length);

type Pick2 = { who: number; whom: number };
const ofSomebody = fc.record({ who: aHand, whom: aPick });

const comes = step(
  "comes",
  fc.record({
    line: fc.constantFrom(1, 1, 2),
    lane: fc.constantFrom("normal" as const, "normal" as const, "urgent" as const),
    language: fc.constantFrom("en" as const, "nl" as const, "fr" as const),
  }),
  ({ souls }) => souls.length < 12,
  (real, { line, lane, language }) => comesIn(real, null, { lineId: line, urgent: lane === "urgent", language }),
  paper.comes,
);

const claimsNext = step(
  "claims the next",
  aHand,
  always,
  (real, n) => act(real, who(real, n), (tx, emit) => claimNext(tx, emit, { member: who(real, n) })),
  (shift, n) => paper.takesNext(shift, shift.hands[n]!.id),
);

/** Everything that can happen; what happens most stands here most. */
export const steps: fc.Arbitrary<fc.AsyncCommand<Shift, Real>>[] = [
  comes,
  comes,
  claimsNext,
  claimsNext,
  step(
    "claims",
    ofSomebody,
    anyone,
    (real, given) => {
      const member = who(real, given.who);
      return act(real, member, (tx, emit) => claim(tx, emit, { conversationId: picked(real, given), member }));
    },
    (shift, given) => paper.takes(shift, handOf(shift, given), nth(shift.souls.length, given.whom)),
  ),
  step(
    "leaves",
    aPick,
    anyone,
    (real, whom) =>
      real.helpline.db.change("youth", (tx, emit) =>
        end(tx, emit, { conversationId: picked(real, { whom }), reason: "ended_by_youth", staffId: null }),
      ),
    (shift, whom) => paper.ends(shift, nth(shift.souls.length, whom), "youth"),
  ),
  step(
    "ends",
    ofSomebody,
    anyone,
    (real, given) => {
      const { id: staffId } = who(real, given.who);
      const input = { conversationId: picked(real, given), reason: "ended_by_counsellor", staffId } as const;
      return act(real, who(real, given.who), (tx, emit) => end(tx, emit, input));
    },
    (shift, given) => paper.ends(shift, nth(shift.souls.length, given.whom), handOf(shift, given)),
  ),
  step(
    "closes",
    ofSomebody,
    anyone,
    (real, given) => {
      const input = { conversationId: picked(real, given), staffId: who(real, given.who).id };
      return act(real, who(real, given.who), (tx, emit) => close(tx, emit, input));
    },
    (shift, given) => paper.closes(shift, nth(shift.souls.length, given.whom), handOf(shift, given)),
  ),
  step(
    "vanishes",
    aHand,
    ({ hands }, n) => hands[n]!.goneAt === null,
    async (real, n) => real.helpline.staff.closed(who(real, n).id),
    (shift, n) => paper.goes(shift, n, true),
  ),
  step(
    "returns",
    aHand,
    ({ hands }, n) => hands[n]!.goneAt !== null,
    async (real, n) => real.helpline.staff.opened(who(real, n).id),
    (shift, n) => paper.goes(shift, n, false),
  ),
  step(
    "pauses",
    aPick,
    anyone,
    (real, whom) => verb(real, (tx, emit) => pause(tx, emit, { conversationId: picked(real, { whom }), by: "youth" })),
    (shift, whom) => paper.pauses(shift, nth(shift.souls.length, whom)),
  ),
  step(
    "returning",
    aPick,
    anyone,
    (real, whom) => {
      const isHeard = (staffId: number) => !real.helpline.staff.isGone(staffId);
      return verb(real, (tx, emit) => resume(tx, emit, { conversationId: picked(real, { whom }), isHeard }));
    },
    (shift, whom) => paper.comesBack(shift, nth(shift.souls.length, whom)),
  ),
  step(
    "offers",
    fc.record({ who: aHand, whom: aPick, to: aHand }),
    isOwner,
    (real, given) => act(real, who(real, given.who), (tx, emit) => offer(tx, emit, offered(real, given))),
    (shift, given) =>
      paper.offers(shift, nth(shift.souls.length, given.whom), handOf(shift, given), shift.hands[given.to]!.id),
  ),
  step(
    "accepts",
    ofSomebody,
    (shift, given) => anyone(shift) && paper.soul(shift, nth(shift.souls.length, given.whom)).state === "talking",
    (real, given) => {
      const input = { conversationId: picked(real, given), staffId: who(real, given.who).id };
      return act(real, who(real, given.who), (tx, emit) => accept(tx, emit, input));
    },
    (shift, given) => paper.accepts(shift, nth(shift.souls.length, given.whom), handOf(shift, given)),
  ),
  step(
    "passes on",
    ofSomebody,
    isOwner,
    (real, given) => act(real, who(real, given.who), (tx, emit) => offer(tx, emit, offered(real, given))),
    (shift, given) => paper.passesOn(shift, nth(shift.souls.length, given.whom), handOf(shift, given)),
  ),
  step("minutes pass", fc.constantFrom(1, 3, 6, 14, 40), always, realPasses, paper.passes),
  step(
    "has at most",
    fc.record({ who: aHand, most: fc.constantFrom(null, 1, 2, 3, 4) }),
    always,
    (real, given) =>
      act(real, real.aino, (tx, emit) =>
        setMember(tx, emit, { staffId: who(real, given.who).id, values: { maxChats: given.most } }),
      ),
    (shift, given) => paper.hasAtMost(shift, given.who, given.most),
  ),
  step(
    "the line closes and opens",
    fc.constantFrom(1, 2),
    always,
    (real, lineId) =>
      act(real, real.bela, (tx, emit) => {
        const waiting = waitingOn(tx, lineId);
        decide(tx, emit, { lineId, kind: "closed", until: null, reason: "", staffId: real.bela.id, waiting });
        lift(tx, emit, { lineId });
      }),
    paper.shuts,
  ),
];

/** Whether a chat goes on that is this counsellor's. */
function isOwner(shift: Shift, given: Pick2): boolean {
  if (!anyone(shift)) return false;
  const one = paper.soul(shift, nth(shift.souls.length, given.whom));
  return one.state === "talking" && one.with === handOf(shift, given);
}

/** An offer to a colleague, or without one to the other line. */
function offered(real: Real, given: Pick2 & { to?: number }): Offer {
  const conversationId = picked(real, given);
  const { lineId } = conversation(real.helpline.db, conversationId)!;
  const to = given.to === undefined ? { lineId: lineId === 1 ? 2 : 1 } : { staffId: who(real, given.to).id };
  const said = { summary: "what was said", asked: { agreed: true } } as const;
  return { conversationId, staffId: who(real, given.who).id, to, ...said };
}

function verb<Result>(real: Real, work: (tx: Tx, emit: Emit) => Result): Promise<Result> {
  return real.helpline.db.change("youth", work);
}

function step<Given>(
  name: string,
  given: fc.Arbitrary<Given>,
  isPossible: (shift: Shift, given: Given) => boolean,
  really: (real: Real, given: Given) => Promise<unknown>,
  onPaper: (shift: Shift, given: Given) => paper.Outcome,
): fc.Arbitrary<fc.AsyncCommand<Shift, Real>> {
  return given.map((one) => new Step(name, one, isPossible, really, onPaper));
}

const handOf = (shift: Shift, given: Pick2) => shift.hands[given.who]!.id;

/** The id of one of those who came so far, which counts them too. */
function picked(real: Real, { whom }: { whom: number }): number {
  const came = real.heard.filter(({ type }) => type === "conversation.started").length;
  return nth(came, whom);
}
