// Who is to be written to, on paper: the rules once more, by somebody who has not seen the code.

export const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;

export interface PaperMail {
  at: number;
  holds: boolean;
  last: boolean;
  token: string;
  sentAt: number | null;
  /** What became of it is not known yet. */
  onItsWay: boolean;
}

type End = "came" | "refused" | "told" | "undeliverable" | "too_old";

export interface PaperCallback {
  id: number;
  address: string;
  line: number;
  window: { from: number; to: number } | null;
  askedAt: number;
  mails: PaperMail[];
  end: End | null;
  /** By the hour. */
  endedAt: number;
  /** The same address can still be told. */
  marked: boolean;
  forgotten: boolean;
}

interface Soul {
  id: number;
  line: number;
  since: number;
  calledBack: boolean;
  /** Somebody with a link was taken before them. */
  passed: boolean;
  with: number | null;
}

export interface Paper {
  now: number;
  open: boolean;
  /** The second line is out of use. */
  retired: boolean;
  flows: boolean;
  /** Whom each of the staff serves, whether they are there. */
  staff: { id: number; lines: number[]; there: boolean }[];
  souls: Soul[];
  callbacks: PaperCallback[];
  silent: Map<string, number>;
  /** Taken by those who serve a line since somebody was last written to at a seat that it shares. */
  taken: Map<number, number>;
}

const hands = 2;

export const chatsOf = (paper: Paper, id: number) => paper.souls.filter((one) => one.with === id).length;

const freeOf = (paper: Paper, { id, there }: Paper["staff"][number]) =>
  there ? Math.max(0, hands - chatsOf(paper, id)) : 0;

/** The line that somebody who asked for one is written to for. */
export const lineOf = (paper: Paper, line: number) => (paper.retired ? 1 : line);

export const isOpen = (paper: Paper, line: number) =>
  paper.open && lineOf(paper, line) === line && paper.staff.some((one) => one.there && one.lines.includes(line));

const isHeld = (paper: Paper, one: PaperCallback, mail: PaperMail) =>
  mail.holds && paper.now - mail.at < 5 * minute && (one.end === null || one.end === "told");

/** Seats that are held now, on some lines. */
const heldOn = (paper: Paper, lines: number[]) =>
  paper.callbacks
    .filter((one) => lines.includes(lineOf(paper, one.line)))
    .flatMap((one) => one.mails.filter((mail) => isHeld(paper, one, mail))).length;

/** A seat for whoever is written to on a line: the lines that share it; null for none. */
function seatOn(paper: Paper, line: number) {
  const free = paper.staff.filter((one) => one.lines.includes(line) && freeOf(paper, one) > 0);
  const seats = free.reduce((sum, one) => sum + freeOf(paper, one), 0);
  const lines = (paper.retired ? [1] : [1, 2]).filter((one) => free.some((who) => who.lines.includes(one)));
  const held = heldOn(paper, lines);
  const waiting = paper.souls.filter((one) => one.with === null && lines.includes(one.line)).length;
  const taken = paper.taken.get(line) ?? 0;
  const may = waiting === 0 ? held < seats : seats > 0 && held === 0 && taken >= 3;
  return { may: may && isOpen(paper, line), lines, seats, held, waiting, taken };
}

const clock = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(at: number, zone: string): number {
  const form =
    clock.get(zone) ??
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  clock.set(zone, form);
  const [h, m] = form.format(at).split(":").map(Number);
  return h! * 60 + m!;
}

function suits({ window }: PaperCallback, at: number, zone: string): boolean {
  if (!window) return true;
  const past = (minute: number) => (minute - window.from + 1440) % 1440;
  return past(minuteOfDay(at, zone)) < past(window.to);
}

/** Capitals and what stands behind a plus make no other mailbox. */
export const mailbox = (address: string) => address.toLowerCase().replace(/\+[^@]*/, "");

/** When an address was written to, for whatever it was asked, the last time first. */
function written(paper: Paper, address: string): number[] {
  const same = paper.callbacks.filter((one) => one.address === address && one.marked && !one.forgotten);
  return same.flatMap((one) => one.mails.map((mail) => mail.at)).sort((a, b) => b - a);
}

function mayBeWritten(paper: Paper, address: string): boolean {
  const [last = Number.NEGATIVE_INFINITY, before = Number.NEGATIVE_INFINITY] = written(paper, address);
  return paper.now - last >= 20 * hour && paper.now - before >= 14 * day;
}

/** Who is to be written to now, and whether a seat is held for them. */
export function nextOnPaper(
  paper: Paper,
  zone: string,
): { one: PaperCallback; holds: boolean; lines: number[] } | null {
  if (!paper.flows) return null;
  const due = paper.callbacks
    .filter((one) => one.end === null && one.mails.length < 2 && suits(one, paper.now, zone))
    .filter((one) => mayBeWritten(paper, one.address))
    .filter((one) => !one.mails.some(({ onItsWay }) => onItsWay))
    .sort((a, b) => a.askedAt - b.askedAt || a.id - b.id);
  const seatOf = ({ line }: PaperCallback) => seatOn(paper, lineOf(paper, line));
  const seated = due.filter((one) => seatOf(one).may);
  const one = seated.find(({ mails }) => mails.length === 0) ?? seated[0];
  if (one) return { one, holds: true, lines: seatOf(one).lines };
  const late = due.find((one) => isLastChance(one, paper.now, zone));
  return late ? { one: late, holds: false, lines: [] } : null;
}

/** No minute is left, but for the next quarter of an hour, in which they could be written to within seven days of asking. */
function isLastChance(one: PaperCallback, now: number, zone: string): boolean {
  const deadline = one.askedAt + 7 * day;
  if (now >= deadline || !one.window) return now >= deadline;
  if (deadline - now > 2 * day) return false;
  for (let at = now + 15 * minute; at < deadline; at += minute) if (suits(one, at, zone)) return false;
  return true;
}

/** It is over, or over in another way than it was. */
export function endOnPaper(paper: Paper, one: PaperCallback, end: End) {
  one.end = end;
  one.endedAt = Math.floor(paper.now / hour) * hour;
  if (end === "came" || end === "refused") one.marked = false;
  for (const mail of one.mails) mail.onItsWay = false;
}

/** What goes with time. */
export function tidyOnPaper(paper: Paper) {
  for (const one of paper.callbacks) {
    if (one.end === null && paper.now - one.askedAt >= 14 * day) endOnPaper(paper, one, "too_old");
    if (one.end !== null && paper.now - one.endedAt >= 14 * day + hour) one.marked = false;
    if (one.end !== null && paper.now - one.endedAt >= 30 * day) one.forgotten = true;
  }
  for (const [address, until] of paper.silent) if (until <= paper.now) paper.silent.delete(address);
}

/** All that were asked for an address of which that can still be told. */
export function sameOnPaper(paper: Paper, one: PaperCallback): PaperCallback[] {
  if (!one.marked) return [one];
  return paper.callbacks.filter((other) => other.address === one.address && other.marked && !other.forgotten);
}

export function linkOnPaper(paper: Paper, one: PaperCallback, mail: PaperMail): string {
  if (one.forgotten) return "unknown";
  if (one.end === "came") return "used";
  if (one.end === "refused") return "refused";
  return paper.now >= (mail.sentAt ?? mail.at) + 7 * day ? "expired" : "open";
}
