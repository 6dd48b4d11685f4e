import { type Conversation, openConversations, stateOf } from "#src/conversation/conversation.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { sayDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { cannotWrite, holdClock, stillHere } from "#src/conversation/silence/steps.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { claim } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { accept, offer } from "#src/queue/handover/hand-over.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { setSettings } from "#src/settings/settings.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, youthSays } from "#tests/support/house/chats.ts";
import type { FakeClock, House } from "#tests/support/house/helpline.ts";

// What happens in a random course, as the doors do it.

export interface Stage {
  home: House;
  clock: FakeClock;
  /** Open consoles, by the place of who has them. */
  consoles: number[];
}

interface Given {
  who: number;
  whom: number;
  n: number;
}

type Happening = (stage: Stage, given: Given) => unknown;

interface In {
  one: Conversation;
  conversationId: number;
  staffId: number;
  given: Given;
}

const isEven = ({ n }: Given) => n % 2 === 0;
const who = ({ anna, bela, aino }: House, given: Given): StaffMember => [anna, bela, aino][given.who]!;

function chosen(home: House, { whom }: Given): Conversation | undefined {
  const all = openConversations(home.helpline.db);
  return all[whom % Math.max(1, all.length)];
}

/** Something happens to a chat that goes on; what is not allowed just now does not happen. */
function toChat(verb: (tx: Tx, emit: Emit, is: In) => unknown): Happening {
  return async ({ home }, given) => {
    const one = chosen(home, given);
    if (!one) return;
    const staffId = one.counsellorId ?? who(home, given).id;
    await allowed(() =>
      home.helpline.db.change(`staff:${staffId}`, (tx, emit) =>
        verb(tx, emit, { one, conversationId: one.id, staffId, given }),
      ),
    );
  };
}

async function allowed(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
  }
}

const comes: Happening = async ({ home }, given) => {
  if (openConversations(home.helpline.db).length >= 7) return;
  await allowed(() => comesIn(home, isEven(given) ? "hello" : null, { urgent: given.n % 5 === 0 }));
};

const claims: Happening = async ({ home }, given) => {
  const one = openConversations(home.helpline.db).find((some) => stateOf(some) === "waiting");
  const member = who(home, given);
  if (!one) return;
  await allowed(() =>
    home.helpline.db.change(`staff:${member.id}`, (tx, emit) => claim(tx, emit, { conversationId: one.id, member })),
  );
};

const answers = toChat((tx, emit, { conversationId, staffId }) =>
  writeAsCounsellor(tx, emit, { conversationId, staffId, clientId: newClientId(), text: "I am here" }),
);

const types: Happening = ({ home }, given) => {
  const one = chosen(home, given);
  const by = isEven(given) ? "youth" : "counsellor";
  const { typing, db } = home.helpline;
  if (!one || !typing.typed(one.id, by)) return;
  db.announce({ type: "typing", conversationId: one.id, staffId: one.counsellorId, by, on: true });
};

const opensChannel: Happening = ({ home }, given) => {
  const one = chosen(home, given);
  if (one) home.helpline.youth.opened(one.id);
};

/** What happens in a chat or to the people in it. */
export const happenings: Record<string, Happening> = {
  comes,
  claims,
  "comes and is taken": async (stage, given) => {
    await comes(stage, given);
    await claims(stage, given);
  },
  "the young person writes": async ({ home }, given) => {
    const one = chosen(home, given);
    if (one) await allowed(() => youthSays(home, one.id, "and now?"));
  },
  answers,
  "answers again": answers,
  types,
  "stops typing": ({ home }, given) => {
    const one = chosen(home, given);
    if (one) home.helpline.typing.stopped(one.id, isEven(given) ? "youth" : "counsellor");
  },
  "is still here": toChat((tx, emit, is) => stillHere(tx, emit, is)),
  "holds the clock, or lets it run": toChat((tx, emit, { one, ...is }) =>
    holdClock(tx, emit, { ...is, held: one.heldAt === null }),
  ),
  "cannot write": toChat((tx, emit, is) => cannotWrite(tx, emit, is)),
  "is watched, or no more": toChat((tx, emit, { one, ...is }) =>
    watchScreen(tx, emit, { ...is, watched: one.watchedAfter === null }),
  ),
  "is at risk, or no more": toChat((tx, emit, { one, ...is }) =>
    markRisk(tx, emit, { ...is, present: !one.risk, why: one.risk ? "mistake" : undefined }),
  ),
  "says danger": toChat((tx, emit, is) => sayDanger(tx, emit, is)),
  emergency: toChat((tx, emit, is) => declareEmergency(tx, emit, is)),
  pauses: toChat((tx, emit, is) => pause(tx, emit, { ...is, by: "youth" })),
  "comes back": toChat((tx, emit, { given, ...is }) => resume(tx, emit, { ...is, isHeard: () => isEven(given) })),
  "is given back": toChat((tx, emit, is) => giveBack(tx, emit, { ...is, why: "left" })),
  "is taken over": async ({ home }, given) => {
    const one = chosen(home, given);
    if (!one) return;
    await allowed(() =>
      home.helpline.db.change("porchlight", (tx, emit) =>
        takeOver(tx, emit, { conversationId: one.id, staffId: home.bela.id }),
      ),
    );
  },
  "is handed over": async ({ home }, given) => {
    const one = openConversations(home.helpline.db).find((some) => stateOf(some) === "talking");
    const to = who(home, given).id;
    if (!one) return;
    const said = { summary: "what was said", asked: { agreed: true } } as const;
    await allowed(() =>
      home.helpline.db.change("porchlight", (tx, emit) => {
        offer(tx, emit, { conversationId: one.id, staffId: one.counsellorId!, to: { staffId: to }, ...said });
        accept(tx, emit, { conversationId: one.id, staffId: to });
      }),
    );
  },
  ends: toChat((tx, emit, { conversationId }) =>
    end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null }),
  ),
  "opens a channel": opensChannel,
  "opens one more": opensChannel,
  "loses a channel": ({ home: { helpline } }, { whom }) => {
    const here = helpline.youth.here();
    if (here.length > 0) helpline.youth.closed(here[whom % here.length]!);
  },
  reloads: ({ home }, given) => {
    const one = chosen(home, given);
    if (one) home.helpline.youth.touched(one.id);
  },
  "a console breaks": ({ home, consoles }, given) => {
    if (consoles[given.who] === 0) return;
    consoles[given.who]! -= 1;
    home.helpline.staff.closed(who(home, given).id);
  },
  "a console is back": ({ home, consoles }, given) => {
    consoles[given.who]! += 1;
    home.helpline.staff.opened(who(home, given).id);
  },
  "goes home": ({ home }, given) => home.helpline.staff.left(who(home, given).id),
  "less than a second passes": ({ clock }, { n }) => clock.pass(n * 9),
};

const little = [300, -300, 900, -900, 3_000, -3_000, 11_000, -11_000];
const minute = 60_000;

/** What has everything looked at anew, and hides what was forgotten before. */
export const upheavals: Record<string, Happening> = {
  "timers are set": ({ home }, { n }) =>
    home.helpline.db.change("porchlight", (tx, emit) => {
      const longer = n % 3;
      const youths = {
        silencePromptMinutes: 1 + longer,
        silenceSoftMinutes: 4,
        silenceWarnMinutes: 5 + longer,
        silencePauseMinutes: 9,
      };
      const values = { ...youths, firstNoteMinutes: 5 + (n % 4), secondNoteMinutes: 12 };
      setSettings(tx, emit, { subject: "silence", values });
      setSettings(tx, emit, {
        subject: "chats",
        values: { resumeMinutes: 5 + longer, placeKeptMinutes: 1 + (n % 5) },
      });
    }),
  "the clock is set a little": ({ clock }, { n }) => clock.set(little[n % little.length]!),
  "the clock is set": ({ clock }, { n }) => clock.set([4, -4, 10, -10, 120, -120, -1_440][n % 7]! * minute),
};
