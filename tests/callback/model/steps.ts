import { linkState } from "#src/callback/link.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { retireLine } from "#src/hours/lines.ts";
import { end } from "#src/queue/end/ending.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import {
  asks,
  comes,
  continues,
  type Desk,
  invites,
  outbox,
  putsOff,
  refuses,
  settles,
  takes,
  tidies,
} from "#tests/callback/desk.ts";
import {
  chatsOf,
  day,
  endOnPaper,
  isOpen,
  lineOf,
  linkOnPaper,
  mailbox,
  minute,
  nextOnPaper,
  type Paper,
  type PaperCallback,
  type PaperMail,
  sameOnPaper,
  tidyOnPaper,
} from "./paper.ts";

export interface Both {
  real: Desk;
  paper: Paper;
  zone: string;
  /** The keys of the addresses that there were, as they stood in keys.db. */
  wraps: Buffer[];
}

/** What can happen; `n` says which of many. */
export type Step =
  | { do: "ask"; who: string; line: 1 | 2; window: { from: number; to: number } | null }
  | { do: "come"; line: 1 | 2 }
  | { do: "take" | "leave" | "there"; who: 0 | 1 }
  | { do: "settle"; n: number; outcome: "sent" | "refused" | "given_up" | "put_off" }
  | { do: "look" | "continue" | "refuse"; n: number }
  | { do: "flow" | "opening" | "retire" }
  | { do: "pass"; minutes: number };

const told = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof HelplineError) return error.code;
      throw error;
    },
  );

/** Something happens in both, and comes to the same; the difference is told, undefined for none. */
export async function step(both: Both, one: Step): Promise<unknown> {
  const [real, paper] = await happens(both, one);
  if (JSON.stringify(real) !== JSON.stringify(paper)) return { one, real, paper };
  await tidies(both.real);
  tidyOnPaper(both.paper);
  return writesToWhom(both);
}

async function happens(both: Both, one: Step): Promise<[unknown, unknown]> {
  const { real, paper } = both;
  switch (one.do) {
    case "ask":
      return [await told(asks(real, one.who, { lineId: one.line, window: one.window })), asksOnPaper(both, one)];
    case "come":
      return [await told(comes(real, one.line)), comesOnPaper(both, one.line)];
    case "take":
      return [await told(takes(real, staff(real)[one.who]!)), takesOnPaper(paper, paper.staff[one.who]!)];
    case "leave":
      return leaves(both, paper.staff[one.who]!.id);
    case "there":
      return turnsUp(both, one.who);
    case "settle":
      return isSettled(both, one);
    case "look":
    case "continue":
    case "refuse":
      return presses(both, one);
    case "flow":
      return flows(both);
    case "opening": {
      paper.open = !paper.open;
      const value = paper.open ? "open" : "break";
      await real.helpline.db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "opening", value }));
      return [0, 0];
    }
    case "retire":
      return retires(both);
    case "pass": {
      real.clock.pass(one.minutes * minute);
      paper.now = real.clock.now();
      return [0, 0];
    }
  }
}

const staff = ({ anna, bela }: Desk): StaffMember[] => [anna, bela];

function asksOnPaper({ real, paper, wraps }: Both, { who, line, window }: Step & { do: "ask" }): string {
  if (!paper.open || lineOf(paper, line) !== line) return "closed";
  const address = mailbox(who);
  if (paper.silent.has(address)) return "done";
  const known = paper.callbacks.find((one) => one.address === address && one.end === null);
  if (known) Object.assign(known, { line, window });
  else {
    const { id } = real.helpline.db.first(q.selectFrom("callback").select("id").orderBy("id", "desc"))!;
    const fresh = { id, address, line, window, askedAt: paper.now, mails: [] };
    paper.callbacks.push({ ...fresh, end: null, endedAt: 0, marked: true, forgotten: false });
    const wrap = real.files.keys.prepare("SELECT bytes FROM callback_wrap WHERE callback_id = ?").get(id);
    wraps.push((wrap as { bytes: Buffer }).bytes);
  }
  return "done";
}

function newest({ helpline: { db } }: Desk): number {
  return db.first(q.selectFrom("conversation").select("id").orderBy("id", "desc"))!.id;
}

function comesOnPaper({ real, paper }: Both, line: number, calledBack = false): string {
  if (!isOpen(paper, line)) return "closed";
  paper.souls.push({ id: newest(real), line, since: paper.now, calledBack, passed: false, with: null });
  return "done";
}

function takesOnPaper(paper: Paper, { id, lines }: Paper["staff"][number]): string {
  const waiting = paper.souls.filter((one) => one.with === null && lines.includes(one.line));
  const isOwed = (line: number) => waiting.some((one) => one.line === line && one.passed);
  const first = waiting.find((one) => one.calledBack && !isOwed(one.line)) ?? waiting[0];
  if (!first) return "not_found";
  if (chatsOf(paper, id) >= 2) return "bad_input";
  const live = waiting.filter((one) => one.line === first.line && !one.calledBack);
  const passesOver = first.calledBack && live.some((one) => one.id < first.id);
  if (passesOver) for (const one of live.slice(0, 3)) one.passed = true;
  first.with = id;
  if (!first.calledBack)
    for (const line of lines.filter((one) => lineOf(paper, one) === one))
      paper.taken.set(line, (paper.taken.get(line) ?? 0) + 1);
  return "done";
}

/** A chat of somebody ends, the oldest one. */
async function leaves({ real, paper }: Both, id: number): Promise<[unknown, unknown]> {
  const found = paper.souls.find((one) => one.with === id);
  if (!found) return [0, 0];
  paper.souls = paper.souls.filter((one) => one !== found);
  await real.helpline.db.change(`staff:${id}`, (tx, emit) =>
    end(tx, emit, { conversationId: found.id, reason: "ended_by_counsellor", staffId: id }),
  );
  return [0, 0];
}

async function turnsUp({ real, paper }: Both, who: 0 | 1): Promise<[unknown, unknown]> {
  const one = paper.staff[who]!;
  one.there = !one.there;
  const availability = one.there ? "available" : "away";
  await real.helpline.db.change(`staff:${one.id}`, (tx, emit) =>
    setAvailability(tx, emit, { staffId: one.id, availability }),
  );
  return [0, 0];
}

/** The second line goes out of use, or back into it, unless somebody is in it. */
async function retires({ real, paper }: Both): Promise<[unknown, unknown]> {
  const isBusy = !paper.retired && paper.souls.some(({ line }) => line === 2);
  if (!isBusy) paper.retired = !paper.retired;
  const retired = paper.retired || isBusy;
  const did = real.helpline.db.change("porchlight", (tx, emit) => retireLine(tx, emit, { lineId: 2, retired }));
  return [await told(did), isBusy ? "bad_input" : "done"];
}

const mailsOf = (paper: Paper) => paper.callbacks.flatMap((one) => one.mails.map((mail) => ({ one, mail })));

async function isSettled({ real, paper }: Both, { n, outcome }: Step & { do: "settle" }): Promise<[unknown, unknown]> {
  const waiting = mailsOf(paper).filter(({ mail }) => mail.onItsWay);
  const out = outbox(real);
  const tokens = [out.map(({ token }) => token).sort(), waiting.map(({ mail }) => mail.token).sort()] as const;
  const found = waiting[n % waiting.length];
  if (!found || String(tokens[0]) !== String(tokens[1])) return [...tokens];
  const { one, mail } = found;
  const theirs = out.find(({ token }) => token === found.mail.token)!;
  // What was put off for three days is given up.
  if (outcome === "put_off" && paper.now - mail.at < 3 * day) {
    mail.holds = false;
    await putsOff(real, theirs);
    return [0, 0];
  }
  const became = outcome === "put_off" ? "given_up" : outcome;
  await settles(real, theirs, became);
  mail.onItsWay = false;
  if (became === "sent") mail.sentAt = paper.now;
  if (became === "sent" && mail.last) endOnPaper(paper, one, "told");
  if (became === "refused" || (became === "given_up" && mail.last)) endOnPaper(paper, one, "undeliverable");
  return [0, 0];
}

async function presses(both: Both, { do: what, n }: Step & { n: number }): Promise<[unknown, unknown]> {
  const { real, paper } = both;
  const all = mailsOf(paper);
  const found = all[n % all.length];
  if (!found) return [0, 0];
  const { one, mail } = found;
  const kind = linkOnPaper(paper, one, mail);
  if (what === "look") return [linkState(real.helpline.db, mail.token, paper.now).kind, kind];
  if (what === "refuse") return [await told(refuses(real, mail.token)), refusesOnPaper(paper, one)];
  const came = await told(continues(real, mail.token));
  if (kind !== "open") return [came, kind === "unknown" ? "not_found" : "ended"];
  const same = sameOnPaper(paper, one);
  const on = comesOnPaper(both, lineOf(paper, one.line), true);
  if (on === "done") for (const each of same) endOnPaper(paper, each, "came");
  return [came, on];
}

function refusesOnPaper(paper: Paper, one: PaperCallback): string {
  if (one.forgotten) return "not_found";
  if (!one.marked) return "done";
  paper.silent.set(one.address, paper.now + 365 * 24 * 60 * minute);
  for (const each of sameOnPaper(paper, one)) endOnPaper(paper, each, "refused");
  return "done";
}

/** A mail of somebody else waits for a second try, or no more. */
async function flows({ real, paper }: Both): Promise<[unknown, unknown]> {
  paper.flows = !paper.flows;
  const { data } = real.files;
  if (paper.flows) data.exec("DELETE FROM mail WHERE purpose = 'test'");
  else
    data.exec("INSERT INTO mail (purpose, message_id, queued_at, next_try_at, error) VALUES ('test', 'x', 0, 0, 'no')");
  return [0, 0];
}

/** Both write to whoever is next until that is nobody: to the same, in the same order, and a seat is held alike. */
async function writesToWhom({ real, paper, zone }: Both): Promise<unknown> {
  const { db } = real.helpline;
  const known = new Set(mailsOf(paper).map(({ mail }) => mail.token));
  await invites(real);
  const out = outbox(real).filter(({ token }) => !known.has(token));
  for (let n = 0; n < 20; n += 1) {
    const next = nextOnPaper(paper, zone);
    const mail = out[n];
    if (!next || !mail) return next || mail ? { wanted: next, written: mail } : seen(real, paper);
    const { one, holds, lines } = next;
    if (mail.about !== one.id || mailbox(mail.letter.to) !== one.address) return { wanted: next, written: mail };
    const number = (one.mails.length + 1) as 1 | 2;
    const row = db.first(
      q.selectFrom("callback_invitation").selectAll().where("callback_id", "=", one.id).where("number", "=", number),
    );
    const last = number === 2 || !holds;
    if (!row || row.holds !== Number(holds) || row.last !== Number(last)) return { wanted: next, row };
    const written: PaperMail = { at: paper.now, holds, last, token: mail.token, sentAt: null, onItsWay: true };
    one.mails.push(written);
    for (const line of lines) paper.taken.set(line, 0);
  }
  return undefined;
}

/** What is kept: an address and its key only of whoever waits, and never more than two mails. */
function seen({ helpline: { db }, files }: Desk, paper: Paper): unknown {
  const rows = db.all(q.selectFrom("callback").select(["id", "address", "mark", "end_reason"]).orderBy("id"));
  const real = rows.map((row) => [row.id, row.end_reason, row.address !== null, row.mark !== null]);
  const kept = paper.callbacks.filter((one) => !one.forgotten).sort((a, b) => a.id - b.id);
  const wanted = kept.map((one) => [one.id, one.end, one.end === null, one.marked]);
  const keys = files.keys.prepare("SELECT callback_id AS id FROM callback_wrap ORDER BY 1").all() as { id: number }[];
  const open = kept.filter((one) => one.end === null).map(({ id }) => id);
  const all = [real, keys.map(({ id }) => id)];
  return JSON.stringify(all) === JSON.stringify([wanted, open]) ? undefined : { real: all, wanted: [wanted, open] };
}
