import crypto from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Clock, systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { hashPassword } from "#src/crypto/password.ts";
import { openFile } from "#src/db/connection.ts";
import type { OpenFiles } from "#src/db/files.ts";
import type { Event, Role } from "#src/events.ts";
import { openHelpline, type Parts } from "#src/helpline.ts";
import { openApp } from "#src/http/server/app.tsx";
import type { Helpline } from "#src/http/server/context.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { setSetting } from "#src/settings/settings.ts";
import { acceptInvitation, invite } from "#src/staff/accounts/invitation.ts";
import { standAlone } from "#src/staff/learning/stage.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { everyone, staffMember } from "#src/staff/staff.ts";
import { emptyFiles } from "#tests/support/run/empty-files.ts";
import { stored } from "./tables.ts";

/** A clock the test moves by hand. */
export interface FakeClock extends Clock {
  /** Moves wall and monotonic time on together. */
  pass(ms: number): void;
  /** Sets the wall clock ahead or back by so many ms. */
  set(ms: number): void;
}

/** The beginning of every test by default: a Tuesday evening, whatever the real day. */
const tuesdayEvening = Date.UTC(2026, 10, 24, 18, 0);

/** Runs by itself, from that evening. */
export const evening: Clock = {
  now: () => tuesdayEvening + Math.floor(performance.now()),
  elapsed: () => performance.now(),
};

export function fakeClock(start = tuesdayEvening): FakeClock {
  let elapsed = 0;
  let ahead = 0;
  return {
    now: () => start + ahead + elapsed,
    elapsed: () => elapsed,
    pass: (ms) => {
      elapsed += ms;
    },
    set: (ms) => {
      ahead += ms;
    },
  };
}

export const password = "four words make it";
/** Password hashes, by whether argon2 is the real one (tests/support/run/argon2.ts). */
const hashes = new Map<boolean, Promise<string>>();
/** Returns whether argon2 is the real one just now: keys open only with the same one. */
export const isReal = () => crypto.argon2 === (globalThis as { argon2?: typeof crypto.argon2 }).argon2;

export interface House {
  helpline: Helpline;
  app: ReturnType<typeof openApp>;
  /** All events, in order. */
  heard: Event[];
  files: OpenFiles;
  reported: string[];
  anna: StaffMember;
  bela: StaffMember;
  aino: StaffMember;
}

/** Returns a helpline in memory with Anna (counsellor, Mika), Béla (supervisor, Luna) and Aino (admin, Robin), all away. */
export async function house(
  options: Partial<Pick<Parts, "clock" | "master" | "beside" | "config">> & {
    files?: OpenFiles;
    /** All settings at their defaults. */
    asShipped?: boolean;
  } = {},
): Promise<House> {
  const clock = options.clock ?? evening;
  const usual = isUsual(options) ? `${nameOf(clock)} ${isReal()} ${options.asShipped ?? false}` : null;
  const files = options.files ?? copyOf(usual) ?? emptyFiles(clock.now());
  const reported: string[] = [];
  const helpline = await openHelpline({
    // A test that asks other servers says which.
    // Nor does it lie in the folder of a helpline that runs here.
    config: options.config ?? readConfig({ OUTGOING_ALLOW: "off", DATA_DIR: "/dev/null/data" }, []),
    clock,
    ...files,
    master: options.master === undefined ? masterKey(new Uint8Array(32).fill(7)) : options.master,
    ...(options.beside ? { beside: options.beside } : {}),
    report: (what, error) => reported.push(error instanceof Error ? `${what}: ${error.stack}` : what),
  });
  const heard: Event[] = [];
  helpline.db.listen((events) => heard.push(...events));
  const known = everyone(helpline.db);
  if (known.length > 0) {
    const [anna, bela, aino] = ["Mika", "Luna", "Robin"].map((alias) => known.find((one) => one.alias === alias)!);
    return { helpline, app: openApp(helpline), heard, files, reported, anna: anna!, bela: bela!, aino: aino! };
  }
  const anna = await member(helpline, "anna", "Anna Peeters", "Mika", ["counsellor"]);
  const bela = await member(helpline, "bela", "Béla Kovács", "Luna", ["counsellor", "supervisor"]);
  const aino = await member(helpline, "aino", "Aino Virtanen", "Robin", ["counsellor", "admin"]);
  await helpline.db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "opening", value: "open" });
    // Few tests are about how soon a line is full.
    if (!options.asShipped) setSetting(tx, emit, { name: "waitingPerCounsellor", value: 1_000 });
  });
  heard.length = 0;
  if (usual !== null) copies.set(usual, { data: files.data.serialize(), keys: files.keys.serialize() });
  return { helpline, app: openApp(helpline), heard, files, reported, anna, bela, aino };
}

/** Houses before anything happens, by time: making all tables and people anew took most of the time. */
const copies = new Map<string, { data: Buffer; keys: Buffer }>();

/** Returns a way to reopen a house as it is now, at the same moment; sessions keep their cookies, memory is not kept. */
function snapshot({ helpline, files }: House): () => Promise<House & { clock: FakeClock }> {
  const { config, clock, staff, db } = helpline;
  const at = clock.now();
  const [data, keys] = [files.data.serialize(), files.keys.serialize()];
  const present = everyone(db).filter(({ id }) => !staff.isGone(id));
  return async () => {
    const again = fakeClock(at);
    const made = await house({ config, clock: again, files: { data: openFile(data), keys: openFile(keys) } });
    for (const { id } of present) made.helpline.staff.touched(id);
    return { ...made, clock: again };
  };
}

/** A house that many requests share while none changes anything. */
export interface SharedHouse {
  /** As arranged; the same house unless it has changed or is spent. */
  open(): Promise<House & { clock: FakeClock }>;
  /** Anything stored differs from the arrangement. */
  hasChanged(): boolean;
  /** Has it reopened, as it knows something that is not stored. */
  spend(): void;
}

export function shared(arranged: House): SharedHouse {
  const again = snapshot(arranged);
  const untouched = stored(arranged.files);
  let now: Awaited<ReturnType<typeof again>> | null = null;
  let before = 0;
  // A refusal may undo writes: then every row is compared.
  const hasChanged = () => now !== null && written(now) !== before && !isDeepStrictEqual(stored(now.files), untouched);
  return {
    hasChanged,
    spend: () => {
      now = null;
    },
    open: async () => {
      if (now === null || hasChanged()) {
        now?.helpline.db.close();
        now = await again();
      }
      before = written(now);
      return now;
    },
  };
}

/** Returns how much was ever written in a house; if it stays the same, nothing was. */
function written({ files }: Pick<House, "files">): number {
  const [data = 0, keys = 0] = [files.data, files.keys].map((file) =>
    Number(file.prepare("SELECT total_changes()").pluck().get()),
  );
  return data + keys;
}

/** Names a beginning: two houses of a clock that runs by itself begin alike. */
function nameOf(clock: Clock): string {
  if (clock === systemClock) return "now";
  return clock === evening ? "evening" : String(clock.now());
}

/** Its stored beginning is that of other houses; the configuration is not stored. */
const isUsual = ({ files, master }: Parameters<typeof house>[0] = {}) => files === undefined && master === undefined;

function copyOf(usual: string | null): OpenFiles | undefined {
  const copy = usual === null ? undefined : copies.get(usual);
  return copy && { data: openFile(copy.data), keys: openFile(copy.keys) };
}

/** Somebody who has just joined, and is in training. */
export async function newcomer(
  helpline: Helpline,
  signInName: string,
  realName: string,
  alias: string,
  roles: Role[],
  language: Language = "en",
  /** Whose link they came by (id); null = the command line's. */
  madeBy: number | null = null,
): Promise<StaffMember> {
  if (!hashes.has(isReal())) hashes.set(isReal(), hashPassword(password));
  const passwordHash = await hashes.get(isReal())!;
  const token = await helpline.db.change("command line", (tx, emit) =>
    invite(tx, emit, { roles, first: false, madeBy }),
  );
  const id = await helpline.db.change("youth", (tx, emit) =>
    acceptInvitation(tx, emit, { token, signInName, realName, alias, language, passwordHash, helplineName: null }),
  );
  return staffMember(helpline.db, id)!;
}

/** Somebody who has learnt what there is to learn, and answers alone. */
export async function member(...who: Parameters<typeof newcomer>): Promise<StaffMember> {
  const [{ db }] = who;
  const { id } = await newcomer(...who);
  await db.change("porchlight", (tx, emit) => standAlone(tx, emit, { staffId: id }));
  return staffMember(db, id)!;
}

/** Makes someone available, so that the door is open. */
export async function open(house: House, who: StaffMember = house.anna) {
  house.helpline.staff.touched(who.id);
  await house.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    setAvailability(tx, emit, { staffId: who.id, availability: "available" }),
  );
}
