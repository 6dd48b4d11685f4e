import { dayMs } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import { asStaff, type Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// A browser someone has signed in with has its own tries, so guessing from elsewhere cannot use them up. It opens nothing.

export const deviceMs = 180 * dayMs;

export interface Devices {
  cookieName: string;
  /** The id of a browser that someone has signed in with before; null for one that is new to them. */
  known(cookieHeader: string | undefined, staffId: number): string | null;
  remember(cookieHeader: string | undefined, staffId: number): Promise<string>;
}

/** Opens the store of known browsers; `secure` as in `openSessions`. */
export function openDevices(db: Db, now: () => number, secure: boolean): Devices {
  const cookieName = secure ? "__Host-device" : "device";
  const tokenIn = (cookieHeader = "") =>
    cookieHeader
      .split(";")
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${cookieName}=`))
      ?.slice(cookieName.length + 1);

  function rowsOf(token: string) {
    const rows = q.selectFrom("staff_device").selectAll().where("id_hash", "=", createHash(token));
    return db.all(rows).filter((row) => now() - row.used_at < deviceMs);
  }

  return {
    cookieName,
    known: (cookieHeader, staffId) => {
      const token = tokenIn(cookieHeader);
      const row = token === undefined ? undefined : rowsOf(token).find((one) => one.staff_id === staffId);
      return row?.id_hash ?? null;
    },
    remember: async (cookieHeader, staffId) => {
      const given = tokenIn(cookieHeader);
      const token = given !== undefined && rowsOf(given).length > 0 ? given : newToken();
      await db.change(asStaff(staffId), (tx) => {
        tx.run(q.deleteFrom("staff_device").where("used_at", "<=", tx.at - deviceMs));
        const row = { id_hash: createHash(token), staff_id: staffId, used_at: tx.at };
        tx.run(q.replaceInto("staff_device").values(row));
      });
      const flags = ["Path=/", "HttpOnly", "SameSite=Strict", ...(secure ? ["Secure"] : [])];
      return [`${cookieName}=${token}`, `Max-Age=${deviceMs / 1_000}`, ...flags].join("; ");
    },
  };
}
