import { hashPassword } from "#src/crypto/password.ts";
import type { Db, Tx } from "#src/db/db.ts";
import type { Emit, Role } from "#src/events.ts";
import type { DemoAccount } from "#src/http/server/context.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { acceptInvitation, invite } from "#src/staff/accounts/invitation.ts";

const password = "come on in, the light is on";

interface Person {
  realName: string;
  account: DemoAccount;
}

const person = (name: string, realName: string, alias: string, roles: Role[]): Person => ({
  realName,
  account: { name, alias, roles, password },
});

/** The first is for the person trying the demo; the second is played by the demo itself. */
export const demoStaff = [
  person("mika", "Anna Peeters", "Mika", ["counsellor"]),
  person("luna", "Marek Dubois", "Luna", ["counsellor"]),
  person("sol", "Béla Kovács", "Sol", ["counsellor", "supervisor"]),
  person("robin", "Aino Virtanen", "Robin", ["counsellor", "supervisor", "admin"]),
] as const satisfies Person[];

/** Makes the accounts as their links would, and opens the helpline with room for `waiting` young people in line. */
export async function furnish(db: Db, waiting: number) {
  await db.change("command line", (tx, emit) => openHouse(tx, emit, waiting));
  const passwordHash = await hashPassword(password);
  for (const { account, realName } of demoStaff) {
    const { name: signInName, alias, roles } = account;
    const rest = { signInName, realName, alias, passwordHash, language: "en", helplineName: null } as const;
    await db.change("command line", (tx, emit) => {
      const token = invite(tx, emit, { roles, first: false });
      return acceptInvitation(tx, emit, { ...rest, token });
    });
  }
}

/** Opens the helpline, with a country so that young people in danger read what they would in earnest. */
export function openHouse(tx: Tx, emit: Emit, waiting: number): void {
  setSetting(tx, emit, { name: "opening", value: "open" });
  setSetting(tx, emit, { name: "waitingPerCounsellor", value: waiting });
  setSetting(tx, emit, { name: "emergency", value: shippedEmergency.filter(({ country }) => country === "BE") });
}
