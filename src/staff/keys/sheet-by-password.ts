import { unlock } from "#src/crypto/keys/staff-key.ts";
import type { OpenTeam } from "#src/crypto/keys/team-keys.ts";
import { verifyPassword } from "#src/crypto/password.ts";
import type { Sheet } from "#src/crypto/recovery-sheet.ts";
import { asStaff, type Db } from "#src/db/db.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { maxPassword } from "#src/staff/sign-in/password.ts";
import { credentials, staffMember } from "../staff.ts";
import { keepSheet, makeSheet, masterPrint } from "./recovery-sheet.ts";
import { holdsTeamKey } from "./team-key.ts";

export interface SheetMade extends Pick<Sheet, "secret" | "checks"> {
  language: Language;
  name: string;
  /** ms UTC, shown in `zone`. */
  at: number;
  zone: string;
  /** Of the master key; null while that is missing. */
  fingerprint: string | null;
}

/** Makes a sheet at the terminal by a key holder's own password, so neither the server's account nor an admin can make one. */
export async function sheetByPassword(
  db: Db,
  { signInName, password }: { signInName: string; password: string },
): Promise<SheetMade | "wrong" | "not_held"> {
  const typed = password.slice(0, maxPassword);
  const known = credentials(db, signInName);
  const isRight = await verifyPassword(typed, known?.passwordHash ?? null);
  const member = known && !known.closed ? staffMember(db, known.id) : undefined;
  if (!isRight || !member) return "wrong";
  const { team } = db.keyring;
  const pair = holdsTeamKey(db, member) ? await unlock(team.staffKeys(member.id), typed) : null;
  const open: OpenTeam = pair ? team.open(member.id, pair) : new Map();
  if (!open.has(team.current()?.id ?? 0)) return "not_held";
  const { sheet, kept } = await makeSheet(db, open);
  const at = await db.change(asStaff(member.id), (tx, emit) => {
    emit({ type: "keys.opened_at_terminal", staffId: member.id });
    keepSheet(tx, emit, kept);
    return tx.at;
  });
  const { secret, checks } = sheet;
  return {
    secret,
    checks,
    language: member.language,
    name: settings(db).name,
    at,
    zone: homeZone(db),
    fingerprint: masterPrint(db),
  };
}
