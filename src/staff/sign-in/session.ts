import type { Selectable } from "kysely";
import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from "lucia";
import { type Clock, hourMs } from "#src/clock.ts";
import { createHash } from "#src/crypto/hash.ts";
import { asStaff, type DataReader, type Db, type Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q, type Tables } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { availabilityOf, openChats, type StaffMember, staffMember } from "../staff.ts";

// lucia lives in this file only: it makes a session and its cookie, and looks it up. Its own database adapters are not used:
// ours stores only the hash of a session's id and writes through change(). When a session is over is decided here.

declare module "lucia" {
  interface Register {
    Lucia: Lucia;
    UserId: number;
    DatabaseSessionAttributes: { browser: string };
  }
}

/** A session is over so long after its beginning, ms; never in the middle of a chat, or of what is written after one. */
const sessionMs = 10 * hourMs;

/** And so long after the last thing that was asked in it, ms; never while somebody is available, or in a chat. */
export const idleMs = 2 * hourMs;

/** So long after their password was given it is not asked again for what is grave, ms. */
const confirmedMs = 600_000;

/** How exactly it is known when something was asked last, ms: not every page that is looked at shall write. */
const usedEveryMs = 300_000;

/** The sessions of the staff. The id of a session is its secret: it stands in the cookie and nowhere else. */
export interface Sessions {
  cookieName: string;
  /** Starts a session, in a browser that is called so (`browserOf`). Returns the value of the Set-Cookie header. */
  start(staffId: number, browser?: string): Promise<string>;
  /**
   * Who a Cookie header belongs to, or null. That something was asked just now, and that somebody is heard again, is all
   * that a GET of the staff may write.
   */
  find(cookieHeader: string | undefined): Promise<{ member: StaffMember; sessionHash: string } | null>;
  /** The same, for a page that asks by itself: it is no use of the session, so that a page left open keeps nobody signed in. */
  look(cookieHeader: string | undefined): { member: StaffMember; sessionHash: string } | null;
  /** The secret of a session in a Cookie or Set-Cookie header; "" where there is none. */
  tokenIn(cookieHeader: string | undefined): string;
  /** Ends the session of a Cookie header. Returns the Set-Cookie value that clears it. */
  end(cookieHeader: string | undefined): Promise<string>;
  /** Whether a session (by its hash) goes on now: it may have ended since a request in it was let in. */
  goesOn(sessionHash: string): boolean;
  /** The sessions that will be over within some time (ms), if nothing is asked in them till then. */
  ending(withinMs: number): EndingSession[];
  /** Deletes the sessions that are over. Returns their hashes: what is still open of them must be closed. */
  sweep(): Promise<string[]>;
}

/** A session that will soon be over. */
export interface EndingSession {
  sessionHash: string;
  staffId: number;
  /** ms UTC */
  endsAt: number;
  /** Nothing was asked in it for long: asking for a page keeps it. Else its time is over. */
  idle: boolean;
}

/** `secure`: the public address is https, so that the cookie can carry the `__Host-` prefix (RFC 6265bis, 4.1.3.2). */
export function openSessions(db: Db, clock: Clock, secure: boolean): Sessions {
  const lucia = new Lucia(adapter(db, clock), {
    sessionExpiresIn: new TimeSpan(sessionMs, "ms"),
    sessionCookie: {
      name: secure ? "__Host-staff" : "staff",
      // When a session is over is decided here; the browser only must not forget it before.
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

/** Longer than any session, with the chat that it may go on for. */
const cookieSeconds = (2 * sessionMs) / 1_000;

type Row = Selectable<Tables["staff_session"]>;

/** Whether a session is over at an instant (ms UTC). A young person is never left by the clock. */
function isOver(db: DataReader, row: Row, now: number): boolean {
  if (now >= row.expires_at) return !isTalking(db, row.staff_id, now);
  return now >= idleEnd(row) && !isOnShift(db, row.staff_id, now);
}

/** One from before it was kept when it is used ends with its time. */
function idleEnd({ used_at, expires_at }: Row): number {
  return used_at === 0 ? expires_at : used_at + idleMs;
}

function isOnShift(db: DataReader, staffId: number, now: number): boolean {
  return availabilityOf(db, staffId) === "available" || isTalking(db, staffId, now);
}

/** In a chat, or writing down what there is to write after one. */
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

/** The id of a session in a Cookie header. Lucia's own reader throws at a stray `%` in anybody's cookie of this host. */
function idIn(cookieHeader: string | undefined, name: string): string | undefined {
  const pairs = (cookieHeader ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

const everySession = prepared(() => q.selectFrom("staff_session").selectAll());
const byHash = prepared((v: { hash: string }) =>
  q.selectFrom("staff_session").selectAll().where("id_hash", "=", v.hash),
);

function rowOf(db: DataReader, hash: string): Row | undefined {
  return db.first(byHash({ hash }));
}

/** Whether somebody has given their password in a session (by its hash) so lately that it need not be asked again, at an instant (ms UTC). */
export function isConfirmed(db: DataReader, sessionHash: string, now: number): boolean {
  const at = rowOf(db, sessionHash)?.confirmed_at ?? 0;
  return at <= now && now - at < confirmedMs;
}

/** They have just given it. */
export function confirmSession(tx: Tx, sessionHash: string): void {
  tx.run(q.updateTable("staff_session").set({ confirmed_at: tx.at }).where("id_hash", "=", sessionHash));
}

/** When a session (by its hash) began, ms UTC; 0 where that is not known. */
export function startOfSession(db: DataReader, sessionHash: string): number {
  return rowOf(db, sessionHash)?.started_at ?? 0;
}

/** An open session, as its owner sees it. */
export interface OpenSession {
  hash: string;
  /** ms UTC; 0 = not known. */
  startedAt: number;
  usedAt: number;
  /** As `browserOf` calls it; "" = not known. */
  browser: string;
}

/** The sessions of somebody that go on at an instant (ms UTC), the newest first. */
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

/** Ends one session of somebody. False when they have none with this hash. */
export function endSession(tx: Tx, emit: Emit, { staffId, hash }: { staffId: number; hash: string }): boolean {
  const own = q.deleteFrom("staff_session").where("staff_id", "=", staffId).where("id_hash", "=", hash);
  if (tx.run(own) === 0) return false;
  emit({ type: "staff.session_ended", staffId });
  return true;
}

/**
 * Ends every session of somebody, but for one that may stay (by its hash). Returns their hashes: what is still open of
 * them must be closed.
 */
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
      // One that is over stays for the sweep, which closes what is still open of it: lucia would delete it unseen.
      if (!row || isOver(db, row, clock.now())) return [null, null];
      // By lucia's own clock it has only just begun: it is not to renew or to end it.
      const expiresAt = new Date(Date.now() + sessionMs);
      const session = { id, userId: row.staff_id, expiresAt, attributes: { browser: row.browser } };
      return [session, { id: row.staff_id, attributes: {} }];
    },
    // Ids cannot be listed: only their hashes are kept. `openSessionsOf` reads the table.
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
    // Left to the sweep, which closes what is still open of them.
    deleteExpiredSessions: async () => {},
  };
}
