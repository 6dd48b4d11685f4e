import type { Selectable } from "kysely";
import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from "lucia";
import { type Clock, hourMs } from "#src/clock.ts";
import { createHash } from "#src/crypto/hash.ts";
import { asStaff, type DataReader, type Db, type Tx } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { availabilityOf, openChats, type StaffMember, staffMember } from "../staff.ts";

// Only this file knows lucia, which makes and finds sessions. We store only hashes and decide when a session is over.

declare module "lucia" {
  interface Register {
    Lucia: Lucia;
    UserId: number;
    DatabaseSessionAttributes: { browser: string };
  }
}

/** A session never ends in the middle of a chat or of its wrap-up. */
const sessionMs = 10 * hourMs;

/** Counted from the last use; a session never ends so while someone is available or in a chat. */
const idleMs = 2 * hourMs;

/** For so long a password is not asked for again. */
const confirmedMs = 600_000;

/** Precision of `used_at`, so that not every page view writes. */
const usedEveryMs = 300_000;

/** The id of a session is its secret: it is in the cookie and nowhere else. */
export interface Sessions {
  cookieName: string;
  start(staffId: number, browser?: string): Promise<string>;
  /** Noting the time of use, and that someone is heard again, is all that a GET of the staff may write. */
  find(cookieHeader: string | undefined): Promise<{ member: StaffMember; sessionHash: string } | null>;
  /** As `find`, for a page that asks by itself: a page left open must not keep anyone signed in. */
  look(cookieHeader: string | undefined): { member: StaffMember; sessionHash: string } | null;
  tokenIn(cookieHeader: string | undefined): string;
  end(cookieHeader: string | undefined): Promise<string>;
  /** It may have ended since a request in it was let in. */
  goesOn(sessionHash: string): boolean;
  ending(withinMs: number): EndingSession[];
  /** Deletes the sessions that are over. Returns their hashes, so that what they have open can be closed. */
  sweep(): Promise<string[]>;
}

export interface EndingSession {
  sessionHash: string;
  staffId: number;
  endsAt: number;
  /** It ends for lack of use, so asking for a page keeps it. */
  idle: boolean;
}

/** Opens the session store. `secure`: on https the cookie can have the `__Host-` prefix (RFC 6265bis, 4.1.3.2). */
export function openSessions(db: Db, clock: Clock, secure: boolean): Sessions {
  const lucia = new Lucia(adapter(db, clock), {
    sessionExpiresIn: new TimeSpan(sessionMs, "ms"),
    sessionCookie: {
      name: secure ? "__Host-staff" : "staff",
      // `isOver` decides; the browser must only not forget it earlier.
      expires: false,
      attributes: { secure, sameSite: "strict", path: "/" },
    },
  });

  return {
    cookieName: lucia.sessionCookieName,
    start: async (staffId, browser = "") => {
      const session = await lucia.createSession(staffId, { browser }, { sessionId: generateIdFromEntropySize(32) });
      const cookie = lucia.createSessionCookie(session.id);
      cookie.attributes.maxAge = cookieSeconds;
      return cookie.serialize();
    },
    find: async (cookieHeader) => {
      const id = idIn(cookieHeader, lucia.sessionCookieName);
      if (!id) return null;
      const { session } = await lucia.validateSession(id);
      const member = session ? staffMember(db, session.userId) : undefined;
      if (!session || !member) return null;
      const sessionHash = createHash(id);
      await noteUse(db, sessionHash, clock.now());
      return { member, sessionHash };
    },
    look: (cookieHeader) => {
      const id = idIn(cookieHeader, lucia.sessionCookieName);
      const row = id ? rowOf(db, createHash(id)) : undefined;
      const member = row && !isOver(db, row, clock.now()) ? staffMember(db, row.staff_id) : undefined;
      return member ? { member, sessionHash: row!.id_hash } : null;
    },
    tokenIn: (cookieHeader) => idIn(cookieHeader, lucia.sessionCookieName) ?? "",
    end: async (cookieHeader) => {
      const id = idIn(cookieHeader, lucia.sessionCookieName);
      if (id) await lucia.invalidateSession(id);
      return lucia.createBlankSessionCookie().serialize();
    },
    goesOn: (hash) => {
      const row = rowOf(db, hash);
      return row !== undefined && !isOver(db, row, clock.now());
    },
    ending: (withinMs) => endingSessions(db, clock.now(), withinMs),
    sweep: () =>
      db.change("porchlight", (tx) => {
        const over = tx.all(everySession({})).filter((row) => isOver(tx, row, tx.at));
        const hashes = over.map((row) => row.id_hash);
        if (hashes.length > 0) tx.run(q.deleteFrom("staff_session").where("id_hash", "in", hashes));
        return hashes;
      }),
  };
}

const cookieSeconds = (2 * sessionMs) / 1_000;

type Row = Selectable<Tables["staff_session"]>;

/** No chat is left because of the clock. */
function isOver(db: DataReader, row: Row, now: number): boolean {
  if (now >= row.expires_at) return !isTalking(db, row.staff_id, now);
  return now >= idleEnd(row) && !isOnShift(db, row.staff_id, now);
}

/** Sessions from before `used_at` was kept have 0 there. */
function idleEnd({ used_at, expires_at }: Row): number {
  return used_at === 0 ? expires_at : used_at + idleMs;
}

function isOnShift(db: DataReader, staffId: number, now: number): boolean {
  return availabilityOf(db, staffId) === "available" || isTalking(db, staffId, now);
}

function isTalking(db: DataReader, staffId: number, now: number): boolean {
  return openChats(db, staffId) > 0 || wrappingUp(db, now).has(staffId);
}

function endingSessions(db: DataReader, now: number, withinMs: number): EndingSession[] {
  return db.all(everySession({})).flatMap((row) => {
    const { id_hash: sessionHash, staff_id: staffId, expires_at } = row;
    const byIdling = idleEnd(row) < expires_at && !isOnShift(db, staffId, now);
    const endsAt = byIdling ? idleEnd(row) : expires_at;
    return endsAt <= now + withinMs ? [{ sessionHash, staffId, endsAt, idle: byIdling }] : [];
  });
}

async function noteUse(db: Db, hash: string, now: number) {
  const row = rowOf(db, hash);
  if (!row || now - row.used_at < usedEveryMs) return;
  const used = q.updateTable("staff_session").set({ used_at: now }).where("id_hash", "=", hash);
  await db.change(asStaff(row.staff_id), (tx) => tx.run(used));
}

/** Lucia's own reader throws at a stray `%` in any cookie of this host. */
function idIn(cookieHeader: string | undefined, name: string): string | undefined {
  const pairs = (cookieHeader ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

const everySession = prepared(() => q.selectFrom("staff_session").selectAll());
const byHash = remembered((v: { hash: string }) =>
  q.selectFrom("staff_session").selectAll().where("id_hash", "=", v.hash),
);

function rowOf(db: DataReader, hash: string): Row | undefined {
  return db.first(byHash({ hash }));
}

/** Whether someone gave their password in a session (hash) so recently that it is not asked again at an instant (ms UTC). */
export function isConfirmed(db: DataReader, sessionHash: string, now: number): boolean {
  const at = rowOf(db, sessionHash)?.confirmed_at ?? 0;
  return at <= now && now - at < confirmedMs;
}

/** Notes that someone has just given their password in a session (hash). */
export function confirmSession(tx: Tx, sessionHash: string): void {
  tx.run(q.updateTable("staff_session").set({ confirmed_at: tx.at }).where("id_hash", "=", sessionHash));
}

/** When a session (hash) began, ms UTC; 0 if not known. */
export function startOfSession(db: DataReader, sessionHash: string): number {
  return rowOf(db, sessionHash)?.started_at ?? 0;
}

interface OpenSession {
  hash: string;
  startedAt: number;
  usedAt: number;
  browser: string;
}

/** Someone's sessions that go on at an instant (ms UTC), newest first. */
export function openSessionsOf(db: DataReader, staffId: number, now: number): OpenSession[] {
  const own = q.selectFrom("staff_session").selectAll().where("staff_id", "=", staffId);
  return db
    .all(own.orderBy("started_at", "desc"))
    .filter((row) => !isOver(db, row, now))
    .map(({ id_hash, started_at, used_at, browser }) => ({
      hash: id_hash,
      startedAt: started_at,
      usedAt: used_at,
      browser,
    }));
}

/** Ends one session of someone; false if they have none with this hash. */
export function endSession(tx: Tx, emit: Emit, { staffId, hash }: { staffId: number; hash: string }): boolean {
  const own = q.deleteFrom("staff_session").where("staff_id", "=", staffId).where("id_hash", "=", hash);
  if (tx.run(own) === 0) return false;
  emit({ type: "staff.session_ended", staffId });
  return true;
}

/** Ends every session of someone but one (hash). Returns their hashes, so that what they have open can be closed. */
export function endSessionsOf(tx: Tx, staffId: number, but: string | null = null): string[] {
  const all = q.deleteFrom("staff_session").where("staff_id", "=", staffId);
  const ended = but === null ? all : all.where("id_hash", "!=", but);
  return tx.all(ended.returning("id_hash")).map((row) => row.id_hash);
}

function adapter(db: Db, clock: Clock): Adapter {
  const table = "staff_session";
  return {
    getSessionAndUser: async (id) => {
      const row = rowOf(db, createHash(id));
      // One that is over is left to the sweep, which closes what it has open; lucia would only delete it.
      if (!row || isOver(db, row, clock.now())) return [null, null];
      // For lucia it has only just begun, so lucia neither renews nor ends it.
      const expiresAt = new Date(Date.now() + sessionMs);
      const session = { id, userId: row.staff_id, expiresAt, attributes: { browser: row.browser } };
      return [session, { id: row.staff_id, attributes: {} }];
    },
    // Ids cannot be listed, as only their hashes are kept; `openSessionsOf` reads the table.
    getUserSessions: async () => [],
    setSession: async ({ id, userId, attributes }) => {
      await db.change(asStaff(userId), (tx) => {
        const { at } = tx;
        const times = { started_at: at, used_at: at, confirmed_at: at, expires_at: at + sessionMs };
        const row = { id_hash: createHash(id), staff_id: userId, browser: attributes.browser, ...times };
        tx.run(q.insertInto(table).values(row));
      });
    },
    updateSessionExpiration: async () => {},
    deleteSession: async (id) => {
      await db.change("porchlight", (tx) => tx.run(q.deleteFrom(table).where("id_hash", "=", createHash(id))));
    },
    deleteUserSessions: async (staffId) => {
      await db.change("porchlight", (tx) => tx.run(q.deleteFrom(table).where("staff_id", "=", staffId)));
    },
    deleteExpiredSessions: async () => {},
  };
}
