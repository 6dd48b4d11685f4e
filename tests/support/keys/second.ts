import { TOTP } from "otpauth";
import { newRecoveryCodes } from "#src/staff/sign-in/recovery-codes.ts";
import { beginApp, confirmApp, waitingSecret } from "#src/staff/sign-in/second-step.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

/** Returns what an app shows at an instant, ms UTC. */
export function codeOf(secret: string, at: number): string {
  return new TOTP({ secret }).generate({ timestamp: at });
}

/** Gives someone an app that has shown one code. Returns its secret and the recovery codes. */
export async function withApp(line: House, who: StaffMember): Promise<{ secret: string; codes: string[] }> {
  const { db, clock } = line.helpline;
  await act(line, who, (tx) => beginApp(tx, who.id));
  const secret = waitingSecret(db, who.id)!;
  const { codes, hashes } = await newRecoveryCodes();
  const code = codeOf(secret, clock.now() - 30_000);
  await act(line, who, (tx, emit) => confirmApp(tx, emit, { staffId: who.id, code, hashes }));
  return { secret, codes };
}
