import type { Context } from "hono";
import type { OwnTrail } from "#src/audit/chain.ts";
import type { TrailCheck } from "#src/audit/check.ts";
import type { Backups } from "#src/backup/backup.ts";
import type { CopiesThere } from "#src/backup/elsewhere/copies-there.ts";
import type { Machine } from "#src/backup/standby/machines.ts";
import type { Offers } from "#src/backup/standby/offered.ts";
import type { Clock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import type { Searches } from "#src/conversation/messages/searches.ts";
import type { Typing } from "#src/conversation/messages/typing.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import type { CodeLock } from "#src/crypto/keys/code-keys.ts";
import type { OpenedKeys } from "#src/crypto/keys/opened-keys.ts";
import { asStaff, type DataReader, type Db, type Tx } from "#src/db/db.ts";
import type { Emit, Role } from "#src/events.ts";
import type { Once } from "#src/http/frame/flash.ts";
import type { ForNow } from "#src/http/frame/for-now.ts";
import type { Limiter } from "#src/http/limits/limits.ts";
import type { Turns } from "#src/http/limits/render-queue.ts";
import type { Pressure } from "#src/http/limits/start-flood.ts";
import type { Halfway } from "#src/http/session/pending-sign-in.ts";
import type { Loading } from "#src/lazy.ts";
import type { Hub } from "#src/live/hub.ts";
import type { Letter } from "#src/mail/outbox.ts";
import type { SendMail } from "#src/mail/smtp.ts";
import type { Figures } from "#src/metrics/figures.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import type { LookCount } from "#src/queue/door/looks.ts";
import type { ShownQuestions } from "#src/record/shown.ts";
import type { AtQuestion } from "#src/settings/assessment.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import type { Devices } from "#src/staff/sign-in/device.ts";
import type { Refused } from "#src/staff/sign-in/refused.ts";
import type { Sessions } from "#src/staff/sign-in/session.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { Assets } from "./assets.ts";

/** Someone who typed the code of a chat; `asks`: its secret word is not given yet. */
export interface Returning {
  earlierId: number;
  lock: CodeLock;
  asks: boolean;
  /** Their code is that of the answer to a complaint (id), and opens nothing of the chat. */
  answerOf?: number;
}

/** What a door gets: everything that is open while the helpline runs. */
export interface Helpline {
  config: Config;
  clock: Clock;
  db: Db;
  /** How far the audit log goes, and what the last check of it found; null before the first. */
  trail: OwnTrail;
  trailCheck: { found: TrailCheck | null };
  hub: Hub;
  youth: YouthPresence;
  staff: StaffPresence;
  typing: Typing;
  searches: Searches;
  sessions: Sessions;
  opened: OpenedKeys;
  devices: Devices;
  halfway: Halfway;
  refused: Refused;
  limiter: Limiter;
  turns: Turns;
  pressure: Pressure;
  /** A search in the directory, on its way to the page that shows it. */
  looked: Once<Record<string, string>>;
  /** Answers to the first questions, likewise, and which question comes next. */
  answered: Once<AtQuestion>;
  /** Someone who typed the code of a chat, until it goes on or another begins. */
  returning: Once<Returning>;
  /** Words typed before the secret word was asked, on the way back into their box. */
  unsent: Once<{ conversationId: number; words: string }>;
  /** What the console says was done elsewhere, in words. */
  done: Once<string>;
  /** A complaint that is being typed, until it is sent. */
  wrongTyped: ForNow<{ words: string; kind: ConcernKind | null }>;
  /** The code for an answer that was shown a moment ago, and the mark of the one it replaced. */
  answerCodes: ForNow<{ before: string; code: string }>;
  /** Whose key a page has asked for; `makes`: for a new one. */
  challenges: Once<{ staffId: number; makes: boolean }>;
  assets: Assets;
  /** Questions shown on young people's pages since they were last stored. */
  shown: ShownQuestions;
  /** Looks at doors that let nobody in, since they were last stored. */
  looks: LookCount;
  /** Files: the copies of the data that this start made before it changed their layout. */
  copies: readonly string[];
  backups: Backups;
  /** Numbers for /metrics. */
  figures: Figures;
  /** What second machines may fetch. */
  offers: Offers;
  /** What lies in the store of copies; null without one. */
  store: CopiesThere | null;
  /** The only way to ask another server. */
  ask: AskServer;
  /** The only way an email leaves this machine. */
  sendMail: SendMail;
  /** Null for every helpline of real people. */
  demo: Demo | null;
  /** Writes a line for the one who runs the server: never a message text, never an address. */
  report(what: string, error?: unknown): void;
}

/** Returns the helpline read from inside a change; drawing a page never writes, so it misses nothing that `tx` lacks. */
export function insideChange(helpline: Helpline, tx: DataReader): Helpline {
  return { ...helpline, db: tx as Db };
}

/** What a demo has in place of the world outside. */
export interface Demo {
  /** Shown on the sign-in page. */
  accounts: DemoAccount[];
  /** Mails go into it, and to nobody; `at` is ms UTC. */
  mailbox: { send: SendMail; mails(): (Letter & { at: number })[] };
  ask: AskServer;
}

export interface DemoAccount {
  name: string;
  alias: string;
  roles: Role[];
  password: string;
}

export interface Env {
  Bindings: {
    /** Bun's server, if there is one: lets a long answer outlive the idle limit. */
    server?: { timeout(request: Request, seconds: number): void };
    /** The peer's address: decides whether a proxy is believed and whose searches count together (networks.ts); kept nowhere. */
    peer?: string;
  };
  Variables: {
    conversation: Conversation;
    member: StaffMember;
    sessionHash: string;
    /** The second machine that asks. */
    machine: Machine;
    inlined?: Set<string>;
    /** The answer is the preview of a page, in a frame of a staff page. */
    isPreview?: true;
    /** They have left fast before this request: it has no session, whatever cookie it brings. */
    left?: true;
    /** The look picked by this request (`ownLookCode`). */
    look?: string;
  };
}

export type C = Context<Env>;

/** A door: reads, does one verb, answers. */
export type Handle = ((c: C, helpline: Helpline) => Response | Promise<Response>) & Loading;

/** Does a verb as the one of the staff who asks, with its input, and returns what it returned. */
export function act<Done>(c: C, db: Db, verb: (tx: Tx, emit: Emit) => Done): Promise<Done>;
export function act<Done, Input>(
  c: C,
  db: Db,
  verb: (tx: Tx, emit: Emit, input: Input) => Done,
  input: NoInfer<Input>,
): Promise<Done>;
export function act<Done, Input>(
  c: C,
  db: Db,
  verb: (tx: Tx, emit: Emit, input?: Input) => Done,
  input?: Input,
): Promise<Done> {
  return db.change(asStaff(c.get("member").id), (tx, emit) => verb(tx, emit, input));
}

/** Returns whether a script asks (chat.js, or the staff's htmx): it wants a fragment or a sentence, not a page. */
export function fromScript(c: C): boolean {
  return c.req.header("x-chat") === "1" || c.req.header("hx-request") === "true";
}

/** Answers with a piece of HTML; its length keeps anything from compressing what fits into one packet anyway. */
export function piece(c: C, html: string): Response {
  return c.html(html, 200, { "Content-Length": String(Buffer.byteLength(html)) });
}

/** Returns the fields of a form as texts, the last of each name; files are left out. */
export async function fields(c: C): Promise<Record<string, string>> {
  const last = Object.entries(await lists(c)).map(([name, texts]) => [name, texts.at(-1)!]);
  return Object.fromEntries(last);
}

/** Returns every text of a form by name, for forms with several boxes of one name. */
export async function lists(c: C): Promise<Record<string, string[]>> {
  const type = (c.req.header("content-type") ?? "").toLowerCase();
  if (/^application\/x-www-form-urlencoded\b/.test(type)) return texts(new URLSearchParams(await body(c)));
  if (/^multipart\/form-data\b/.test(type)) return texts(await multipart(c));
  return {};
}

/** Returns a form with files, empty if it cannot be read; a body that was read before forgets its type. */
export async function multipart(c: C): Promise<FormData> {
  const headers = { "Content-Type": c.req.header("content-type") ?? "" };
  const whole = new Response(await c.req.arrayBuffer().catch(emptyUnlessGone(c)), { headers });
  return (await whole.formData().catch(() => new FormData())) as FormData;
}

function body(c: C): Promise<string> {
  return c.req.text().catch(emptyUnlessGone(c));
}

/** Someone who broke off reads no answer; for a thousand at once a thousand pages would be drawn. */
function emptyUnlessGone(c: C) {
  return (error: unknown) => {
    if (c.req.raw.signal.aborted) throw error;
    return "";
  };
}

function texts(form: URLSearchParams | FormData): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  form.forEach((given: unknown, name: string) => {
    if (typeof given !== "string") return;
    found[name] ??= [];
    found[name].push(given);
  });
  return found;
}

/** How long a file that is made in pieces may take while others have theirs made, seconds. */
export const fileSeconds = 120;

/** Lets a request outlast the server's idle limit by this long: a poll, a stream, or for good (0). */
export function extendTimeout(c: C, seconds: number) {
  c.env?.server?.timeout(c.req.raw, seconds);
}
