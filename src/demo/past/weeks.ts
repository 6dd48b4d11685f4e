import { type Clock, dayMs, minuteMs } from "#src/clock.ts";
import { writeAsCounsellor, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { asStaff, type Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { localDate } from "#src/hours/instants.ts";
import type { Helpline } from "#src/http/server/context.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { claim } from "#src/queue/claim.ts";
import { storeLooks } from "#src/queue/door/looks.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { close, end } from "#src/queue/end/ending.ts";
import { start } from "#src/queue/start.ts";
import { blankCoding, type Coding } from "#src/record/coding.ts";
import { giveFeelingAfter, giveFeelingBefore, type HowFar, rateHelp, sayNextStep } from "#src/record/feeling.ts";
import { saveRecord } from "#src/record/record.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { memberNow } from "#src/staff/staff.ts";
import type { DemoLines } from "./house.ts";

export const weeksBefore = 8;
const evenings = weeksBefore * 7;

/** From the afternoon to the night, local minutes of an evening in Brussels seen from UTC. */
const [opensAt, closesAt] = [15 * 60, 21 * 60];

/** A clock that only the past of the demo turns. */
export interface PastClock extends Clock {
  pass(ms: number): void;
}

/** Opens a clock that stands at an instant, ms UTC. */
export function openPastClock(at: number): PastClock {
  let now = at;
  return {
    now: () => now,
    elapsed: () => now - at,
    pass: (ms) => {
      now += ms;
    },
  };
}

export interface Past {
  house: Pick<Helpline, "db" | "clock">;
  clock: PastClock;
  staffIds: number[];
  lines: DemoLines;
}

/** Draws the same numbers each time: two demos are alike, and a test knows what to expect. */
function openDice() {
  let state = 20_261_130;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

type Dice = ReturnType<typeof openDice>;

/** Lives eight weeks of evenings up to the night before this one. What is told of them is made up, but not flattering. */
export async function liveWeeks(past: Past): Promise<void> {
  const dice = openDice();
  const { clock } = past;
  await rehearse(past);
  for (let evening = 0; evening < evenings; evening += 1) {
    const midnight = Math.floor(clock.now() / dayMs) * dayMs;
    clock.pass(midnight + opensAt * minuteMs - clock.now());
    await liveEvening(past, dice);
    clock.pass(midnight + dayMs - clock.now());
  }
}

/** As an admin tries the line before it opens. */
async function rehearse({ house, staffIds, lines }: Past) {
  const robin = staffIds[3]!;
  const first = {
    startId: newClientId(),
    token: newToken(),
    language: "en",
    lineId: lines.always,
    text: "a try",
  } as const;
  await house.db.change(asStaff(robin), (tx, emit) => {
    const conversationId = start(tx, emit, { ...first, rulesVersion: 1, rehearsal: true });
    claim(tx, emit, { conversationId, member: memberNow(tx, robin) });
    writeAsCounsellor(tx, emit, { conversationId, staffId: robin, clientId: newClientId(), text: "It works." });
    end(tx, emit, { conversationId, reason: "ended_by_counsellor", staffId: robin });
    close(tx, emit, { conversationId, staffId: robin });
  });
}

async function liveEvening(past: Past, dice: Dice) {
  const { house, clock, staffIds, lines } = past;
  const shift = [staffIds[dice(2)]!, staffIds[2 + dice(2)]!];
  const set = (staffId: number, availability: "available" | "away") =>
    house.db.change(asStaff(staffId), (tx, emit) => setAvailability(tx, emit, { staffId, availability }));
  for (const staffId of shift) await set(staffId, "available");
  const ends = clock.now() + (closesAt - opensAt) * minuteMs;
  for (let chat = 0; clock.now() + 50 * minuteMs < ends && chat < 3 + dice(4); chat += 1) {
    clock.pass((5 + dice(30)) * minuteMs);
    await liveChat(past, dice, shift);
  }
  clock.pass(Math.max(0, ends - clock.now()));
  for (const staffId of shift) await set(staffId, "away");
  const look = { lineId: lines.evening, day: localDate("Europe/Brussels", clock.now()), state: "closed" } as const;
  await house.db.change("porchlight", (tx) => storeLooks(tx, [{ ...look, quarter: 92, n: 1 + dice(4) }]));
}

async function liveChat(past: Past, dice: Dice, shift: number[]) {
  const { house, clock, lines } = past;
  const story = stories[dice(stories.length)]!;
  // Mika does not answer in French.
  const staffId = story.language === "fr" ? shift.at(-1)! : shift[dice(shift.length)]!;
  const youth = (does: (tx: Tx, emit: Emit) => void) => house.db.change("youth", does);
  const staff = (does: (tx: Tx, emit: Emit) => void) => house.db.change(asStaff(staffId), does);
  const lineId = story.language === "fr" ? lines.evening : lines.always;
  const first = { startId: newClientId(), token: newToken(), language: story.language, lineId, text: story.says };
  const conversationId = await house.db.change("youth", (tx, emit) =>
    start(tx, emit, { ...first, rulesVersion: 1, calledBack: true }),
  );
  const isAsked = dice(3) > 0;
  const before = Math.min(10, 4 + dice(6));
  if (isAsked) await youth((tx, emit) => giveFeelingBefore(tx, emit, { conversationId, value: before }));
  clock.pass((1 + dice(9)) * minuteMs);
  // One in ten does not wait.
  if (dice(10) === 0) {
    await youth((tx, emit) => end(tx, emit, { conversationId, reason: "left_line", staffId: null }));
    return;
  }
  await staff((tx, emit) => {
    claim(tx, emit, { conversationId, member: memberNow(tx, staffId) });
    writeAsCounsellor(tx, emit, { conversationId, staffId, clientId: newClientId(), text: story.answers });
  });
  if (story.isJoke) {
    clock.pass(3 * minuteMs);
    await staff((tx, emit) => setAside(tx, emit, { conversationId, staffId, why: "joke" }));
    clock.pass(11 * minuteMs);
    await staff((tx, emit) => close(tx, emit, { conversationId, staffId }));
    return;
  }
  clock.pass((12 + dice(25)) * minuteMs);
  await youth((tx, emit) => {
    writeAsYouth(tx, emit, { conversationId, clientId: newClientId(), text: story.thanks });
    end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null });
  });
  if (isAsked && dice(5) > 1) await youth((tx, emit) => answerAfter(tx, emit, { conversationId, before, dice }));
  clock.pass((3 + dice(6)) * minuteMs);
  await staff((tx, emit) => {
    const member = memberNow(tx, staffId);
    saveRecord(tx, emit, { member, of: { conversationId }, coding: codedAs(story, dice), note: null, wish: "finish" });
    close(tx, emit, { conversationId, staffId });
  });
}

/** One in six feels worse than before, as really happens. */
function answerAfter(tx: Tx, emit: Emit, of: { conversationId: number; before: number; dice: Dice }) {
  const { conversationId, before, dice } = of;
  const better = dice(6) === 0 ? -1 - dice(2) : dice(4);
  const helped = (["yes", "yes", "bit", "bit", "no"] satisfies HowFar[])[dice(5)]!;
  rateHelp(tx, emit, { conversationId, helped });
  giveFeelingAfter(tx, emit, { conversationId, value: Math.max(0, Math.min(10, before - better)) });
  if (dice(2) === 0) sayNextStep(tx, emit, { conversationId, next: helped });
}

function codedAs({ reasons }: Story, dice: Dice): Coding {
  return {
    ...blankCoding,
    reasons,
    actions: [(["direct", "resources", "none"] as const)[dice(3)]!],
    outcome: (["relieved", "next_step", "unchanged", "not_known"] as const)[dice(4)]!,
    riskAssessed: dice(3) === 0 ? "yes" : "no",
    riskPresent: "no",
    age: (["12", "13-14", "15", "16-17", "18-24"] as const)[dice(5)]!,
    gender: dice(4) === 0 ? null : (["girl", "girl", "boy", "non_binary"] as const)[dice(4)]!,
    about: dice(5) === 0 ? "other" : "self",
  };
}

/** What a chat of the past was about; its words go after the days that are promised. */
interface Story {
  language: Language;
  says: string;
  answers: string;
  thanks: string;
  /** Codes of the record. */
  reasons: string[];
  isJoke?: boolean;
}

const english = { language: "en", answers: "Hi, I am glad you wrote. Tell me more, if you like." } as const;
const french = { language: "fr", answers: "Bonjour, c’est bien que tu écrives. Raconte-moi." } as const;

/** As often as they come up: the same may come twice. */
const stories: Story[] = [
  {
    ...english,
    says: "nobody talks to me at school",
    thanks: "ok thanks for listening",
    reasons: ["peers.classmates"],
  },
  { ...english, says: "they made a fake account of me", thanks: "i will show my aunt", reasons: ["violence.bullying"] },
  { ...english, says: "my parents fight every night", thanks: "thank you. it helped", reasons: ["family.caregiver"] },
  { ...english, says: "i cant sleep and i think too much", thanks: "ill try that", reasons: ["mental_health.anxiety"] },
  { ...english, says: "we broke up and i feel empty", thanks: "thx", reasons: ["peers.partner", "mental_health.mood"] },
  { ...english, says: "my exams start on monday", thanks: "ok i will ask her", reasons: ["education.academic"] },
  {
    ...english,
    says: "i think i like girls and im a girl",
    thanks: "thank you so much",
    reasons: ["sexuality.orientation"],
  },
  {
    ...english,
    says: "i dont want to be here any more",
    thanks: "ok. i told my sister",
    reasons: ["mental_health.suicide"],
  },
  { ...english, says: "dad drinks again", thanks: "ok", reasons: ["family.caregiver", "family.wellbeing"] },
  { ...english, says: "my best friend stopped answering me", thanks: "thanks", reasons: ["peers.friends"] },
  { ...english, says: "i skip lunch since summer", thanks: "i will think about it", reasons: ["mental_health.eating"] },
  { ...english, says: "do you like pineapple", thanks: "", reasons: [], isJoke: true },
  { ...french, says: "je me sens seul le soir", thanks: "merci", reasons: ["mental_health.mood"] },
  {
    ...french,
    says: "ma sœur est malade et on ne parle que d’elle",
    thanks: "merci beaucoup",
    reasons: ["family.siblings"],
  },
];
