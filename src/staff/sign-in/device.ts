import { dayMs } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import { asStaff, type Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

// A browser in which somebody has signed in before has tries of its own: whoever guesses at their account from elsewhere
// cannot use those up. It opens nothing by itself.

/** How long a browser is known after the last sign-in in it, ms. */
export const deviceMs = 180 * dayMs;

/** The browsers that are known. Of each only the hash of what stands in its cookie is kept. */
export interface Devices {
  cookieName: string;
  /** What a browser is called for somebody who has signed in with it before; null for one that is new to them. */
  known(cookieHeader: string | undefined, staffId: number): string | null;
  /** Knows a browser from now on. Returns the value of the Set-Cookie header. */
  remember(cookieHeader: string | undefined, staffId: number): Promise<string>;
}

/** `secure` as of the sessions. */
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
      // A cookie that nobody here gave out is none of ours.
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
