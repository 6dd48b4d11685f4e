// A shift as somebody would write it on paper: who waits, who has whom, in which order. It knows nothing of the real one.

type Lane = "normal" | "urgent";
type State = "waiting" | "talking" | "paused" | "over";

/** Somebody young. `n` counts them in the order of coming, from 1. */
interface Soul {
  n: number;
  line: number;
  lane: Lane;
  language: string;
  /** When they came, or came to wait again. Minutes. */
  cameAt: number;
  state: State;
  /** Whose chat it is or was; null while nobody's. */
  with: number | null;
  /** Had a counsellor already. */
  had: boolean;
  /** Waits before whoever had none. */
  front: boolean;
  /** How often they let it rest, and came back into the line. */
  rests: number;
  returns: number;
  /** To whom its counsellor offers it. */
  offered: { from: number; to: number } | null;
  /** Off the counsellor's screen. */
  closed: boolean;
}

/** A counsellor. */
interface Hand {
  id: number;
  languages: string[];
  lines: number[];
  most: number | null;
  /** Minutes; null while they can be reached. */
  goneAt: number | null;
}

export interface Shift {
  /** Minutes. */
  now: number;
  souls: Soul[];
  hands: Hand[];
}

/** How many chats everybody may have at once; after how long a counsellor is out of reach, and may be, minutes. */
const usual = 2;
const goneMinutes = 1;
const keptMinutes = goneMinutes + 5;
const most = 4;
const urgentCounts = 60;
const languageCounts = 15;

/** That it was done, or the code of why not. */
export type Outcome = "done" | "ended" | "taken" | "not_allowed" | "not_found" | "bad_input";

export const soul = (shift: Shift, n: number) => shift.souls[n - 1]!;
const hand = (shift: Shift, id: number) => shift.hands.find((one) => one.id === id)!;

export function comes(shift: Shift, given: Pick<Soul, "line" | "lane" | "language">): Outcome {
  const free = {
    state: "waiting",
    with: null,
    had: false,
    front: false,
    rests: 0,
    returns: 0,
    offered: null,
    closed: false,
  } as const;
  shift.souls.push({ ...given, ...free, n: shift.souls.length + 1, cameAt: shift.now });
  return "done";
}

/** How many chats a counsellor has. */
function chatsOf(shift: Shift, id: number): Soul[] {
  return shift.souls.filter((one) => one.state === "talking" && one.with === id);
}

function holds({ most: own }: Hand, lane: Lane): number {
  if (lane === "urgent") return own ?? Math.min(most, usual + 1);
  return own === null ? usual : Math.min(usual, own);
}

export function takes(shift: Shift, id: number, n: number): Outcome {
  const [one, by] = [soul(shift, n), hand(shift, id)];
  if (one.with !== id && !by.lines.includes(one.line)) return "not_allowed";
  if (one.state === "over") return "ended";
  if (one.with === id) return "done";
  if (one.with !== null) return "taken";
  if (chatsOf(shift, id).length >= holds(by, one.lane)) return "bad_input";
  one.state = "talking";
  one.with = id;
  return "done";
}

/** Everybody who waits, as somebody who speaks some languages takes them; null: whichever. */
export function order(shift: Shift, languages: string[] | null): Soul[] {
  const counted = (one: Soul) => {
    let minutes = shift.now - one.cameAt;
    if (one.lane === "urgent" || one.had) minutes += urgentCounts;
    if (languages?.includes(one.language)) minutes += languageCounts;
    return minutes;
  };
  const isBefore = (a: Soul, b: Soul) => {
    if (counted(a) !== counted(b)) return counted(a) > counted(b);
    if (a.lane !== b.lane) return a.lane === "urgent";
    return a.n < b.n;
  };
  const left = new Set(shift.souls.filter(({ state }) => state === "waiting"));
  const best = (some: Soul[]) => (some.length === 0 ? null : some.reduce((a, b) => (isBefore(b, a) ? b : a)));
  const out: Soul[] = [];
  while (left.size > 0) {
    const front = best([...left].filter((one) => one.front));
    const other = best([...left].filter((one) => !one.front));
    // Whoever was in a chat goes first, but for somebody urgent whose turn it is otherwise and who has waited longer.
    const isUrgent = other !== null && other.lane === "urgent";
    const next = front !== null && !(isUrgent && isBefore(other, front)) ? front : other!;
    out.push(next);
    left.delete(next);
  }
  return out;
}

export function takesNext(shift: Shift, id: number): Outcome {
  const by = hand(shift, id);
  const next = order(shift, by.languages).find(({ line }) => by.lines.includes(line));
  if (!next) return "not_found";
  if (chatsOf(shift, id).length >= holds(by, "normal")) return "bad_input";
  return takes(shift, id, next.n);
}

/** The young person goes, or the counsellor ends it. */
export function ends(shift: Shift, n: number, by: number | "youth"): Outcome {
  const one = soul(shift, n);
  if (by !== "youth" && one.with !== by) return "not_allowed";
  if (one.state === "over") return "done";
  one.closed = one.state === "waiting";
  one.state = "over";
  return "done";
}

/** Off the screen. */
export function closes(shift: Shift, n: number, id: number): Outcome {
  const one = soul(shift, n);
  if (one.with !== id || one.state !== "over") return "not_allowed";
  one.closed = true;
  return "done";
}

/** A line closes: whoever waits in it is sent home, but for those who were in a chat. */
export function shuts(shift: Shift, line: number): Outcome {
  for (const one of shift.souls) {
    if (one.line !== line || one.state !== "waiting" || one.front) continue;
    one.state = "over";
    one.closed = true;
  }
  return "done";
}

/** A counsellor (by the place among them) is out of reach, or is so no more. */
export function goes(shift: Shift, index: number, isGone: boolean): Outcome {
  shift.hands[index]!.goneAt = isGone ? shift.now : null;
  return "done";
}

export function hasAtMost(shift: Shift, index: number, most: number | null): Outcome {
  shift.hands[index]!.most = most;
  return "done";
}

/** Time passes: whoever was left alone for too long waits again. */
export function passes(shift: Shift, minutes: number): Outcome {
  shift.now += minutes;
  for (const { id, goneAt } of shift.hands) {
    if (goneAt === null || shift.now - goneAt < keptMinutes) continue;
    for (const one of chatsOf(shift, id)) waitsAgain(shift, one);
  }
  return "done";
}

function waitsAgain(shift: Shift, one: Soul, front = true) {
  Object.assign(one, { state: "waiting", with: null, had: true, front, offered: null, cameAt: shift.now });
}

/** The young person lets it rest, three times at most, and in danger never. */
export function pauses(shift: Shift, n: number): Outcome {
  const one = soul(shift, n);
  if (one.state === "waiting" || one.state === "over") return "ended";
  if (one.state === "paused") return "done";
  if (one.lane === "urgent") return "not_allowed";
  if (one.rests === 3) return "not_allowed";
  one.rests += 1;
  one.state = "paused";
  return "done";
}

/** And comes back: to the same counsellor who can be reached and has a hand free, else to the front, once. */
export function comesBack(shift: Shift, n: number): Outcome {
  const one = soul(shift, n);
  if (one.state !== "paused") return "done";
  const by = hand(shift, one.with!);
  const isHeard = by.goneAt === null || shift.now - by.goneAt <= goneMinutes;
  const isFree = by.lines.includes(one.line) && chatsOf(shift, by.id).length < holds(by, "normal");
  if (isHeard && isFree) one.state = "talking";
  else {
    one.returns += 1;
    waitsAgain(shift, one, one.returns === 1);
  }
  return "done";
}

/** A counsellor offers a chat to a colleague. */
export function offers(shift: Shift, n: number, from: number, to: number): Outcome {
  const one = soul(shift, n);
  if (isOffered(one)) return "taken";
  const by = hand(shift, to);
  const hasRoom = chatsOf(shift, to).length < holds(by, one.lane);
  if (to === from || !by.lines.includes(one.line) || !hasRoom) return "bad_input";
  one.offered = { from, to };
  return "done";
}

function isOffered({ offered, with: whose }: Soul) {
  return offered !== null && offered.from === whose;
}

/** The colleague says yes, or no. */
export function accepts(shift: Shift, n: number, id: number): Outcome {
  const one = soul(shift, n);
  if (one.with === id) return "done";
  if (!isOffered(one) || one.offered!.to !== id) return "not_allowed";
  if (chatsOf(shift, id).length >= holds(hand(shift, id), one.lane)) return "bad_input";
  one.with = id;
  one.offered = null;
  return "done";
}

/** A counsellor passes a chat on to the other line, where somebody else is. */
export function passesOn(shift: Shift, n: number, from: number): Outcome {
  const one = soul(shift, n);
  if (isOffered(one)) return "taken";
  const line = one.line === 1 ? 2 : 1;
  if (!shift.hands.some(({ id, lines }) => id !== from && lines.includes(line))) return "bad_input";
  one.line = line;
  waitsAgain(shift, one);
  return "done";
}
