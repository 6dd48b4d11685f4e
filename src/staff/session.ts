import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from "lucia";
import type { Clock } from "#src/clock.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { Db, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import { type StaffMember, staffMember } from "./staff.ts";

// lucia lives in this file only: it keeps the life cycle of a session (made, renewed when half used, over).
// Its own database adapters are not used: ours stores only the hash of a session's id and writes through change().

declare module "lucia" {
  interface Register {
    Lucia: Lucia;
    UserId: number;
  }
}

const lasts = new TimeSpan(10, "h");

/** The sessions of the staff. The id of a session is its secret: it stands in the cookie and nowhere else. */
export interface Sessions {
  cookieName: string;
  /** Starts a session. Returns the value of the Set-Cookie header. */
  start(staffId: number): Promise<string>;
  /**
   * Who a Cookie header belongs to, or null. `renewed` is a Set-Cookie value when the session was prolonged.
   * Renewing, and that somebody is heard again, is all that a GET of the staff may write.
   */
  find(
    cookieHeader: string | undefined,
  ): Promise<{ member: StaffMember; sessionHash: string; renewed: string | null } | null>;
  /** The same, for a page that asks by itself: nothing is renewed, so that a page left open keeps nobody signed in. */
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
}

/** `secure`: the public address is https, so that the cookie can carry the `__Host-` prefix (RFC 6265bis, 4.1.3.2). */
export function openSessions(db: Db, clock: Clock, secure: boolean): Sessions {
  const lucia = new Lucia(adapter(db, clock), {
    sessionExpiresIn: lasts,
    sessionCookie: {
      name: secure ? "__Host-staff" : "staff",
      attributes: { secure, sameSite: "strict", path: "/" },
    },
  });

  return {
    cookieName: lucia.sessionCookieName,
    start: async (staffId) => {
      const session = await lucia.createSession(staffId, {}, { sessionId: generateIdFromEntropySize(32) });
      return lucia.createSessionCookie(session.id).serialize();
    },
    find: async (cookieHeader) => {
      const id = idIn(cookieHeader, lucia.sessionCookieName);
      if (!id) return null;
      const { session } = await lucia.validateSession(id);
      const member = session ? staffMember(db, session.userId) : undefined;
      if (!session || !member) return null;
      const renewed = session.fresh ? lucia.createSessionCookie(id).serialize() : null;
      return { member, sessionHash: createHash(id), renewed };
    },
    look: (cookieHeader) => {
      const id = idIn(cookieHeader, lucia.sessionCookieName);
      const row = id ? db.first(byHash({ hash: createHash(id) })) : undefined;
      const member = row && row.expires_at > clock.now() ? staffMember(db, row.staff_id) : undefined;
      return member ? { member, sessionHash: row!.id_hash } : null;
    },
    tokenIn: (cookieHeader) => idIn(cookieHeader, lucia.sessionCookieName) ?? "",
    end: async (cookieHeader) => {
      const id = idIn(cookieHeader, lucia.sessionCookieName);
      if (id) await lucia.invalidateSession(id);
      return lucia.createBlankSessionCookie().serialize();
    },
    goesOn: (hash) => (db.first(byHash({ hash }))?.expires_at ?? 0) > clock.now(),
    ending: (withinMs) => db.all(endingBefore({ at: clock.now() + withinMs })),
    sweep: () =>
      db.change("porchlight", (tx) =>
        tx
          .all(q.deleteFrom("staff_session").where("expires_at", "<=", tx.at).returning("id_hash"))
          .map((row) => row.id_hash),
      ),
  };
}

/** The id of a session in a Cookie header. Lucia's own reader throws at a stray `%` in anybody's cookie of this host. */
function idIn(cookieHeader: string | undefined, name: string): string | undefined {
  const pairs = (cookieHeader ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

const endingBefore = prepared((v: { at: number }) =>
  q
    .selectFrom("staff_session")
    .select(["id_hash as sessionHash", "staff_id as staffId", "expires_at as endsAt"])
    .where("expires_at", "<=", v.at),
);
const byHash = prepared((v: { hash: string }) =>
  q.selectFrom("staff_session").selectAll().where("id_hash", "=", v.hash),
);

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
      const row = db.first(byHash({ hash: createHash(id) }));
      // One that is over stays for the sweep, which closes what is still open of it: lucia would delete it unseen.
      if (!row || row.expires_at <= clock.now()) return [null, null];
      const session = { id, userId: row.staff_id, expiresAt: new Date(row.expires_at), attributes: {} };
      return [session, { id: row.staff_id, attributes: {} }];
    },
    // Ids cannot be listed: only their hashes are kept. What lists sessions (issue: session list) reads the table.
    getUserSessions: async () => [],
    setSession: async (session) => {
      const row = {
        id_hash: createHash(session.id),
        staff_id: session.userId,
        expires_at: session.expiresAt.getTime(),
      };
      await db.change(`staff:${session.userId}`, (tx) => tx.run(q.insertInto(table).values(row)));
    },
    updateSessionExpiration: async (id, expiresAt) => {
      const renewed = q.updateTable(table).set({ expires_at: expiresAt.getTime() });
      await db.change("porchlight", (tx) => tx.run(renewed.where("id_hash", "=", createHash(id))));
    },
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
