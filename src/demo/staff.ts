import { hashPassword } from "#src/crypto/password.ts";
import type { Db } from "#src/db/db.ts";
import type { Role } from "#src/events.ts";
import type { DemoAccount } from "#src/http/server/context.ts";
import { acceptInvitation, invite } from "#src/staff/accounts/invitation.ts";
import { standAlone } from "#src/staff/learning/stage.ts";

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
  person("wren", "Kim Maes", "Wren", ["lead"]),
] as const satisfies Person[];

/** Makes the accounts as their links would. Returns their ids, in the order of `demoStaff`. */
export async function hireStaff(db: Db): Promise<number[]> {
  const passwordHash = await hashPassword(password);
  const ids: number[] = [];
  for (const { account, realName } of demoStaff) {
    const { name: signInName, alias, roles } = account;
    const rest = { signInName, realName, alias, passwordHash, language: "en", helplineName: null } as const;
    const id = await db.change("command line", (tx, emit) => {
      const token = invite(tx, emit, { roles, first: false });
      const staffId = acceptInvitation(tx, emit, { ...rest, token });
      standAlone(tx, emit, { staffId });
      return staffId;
    });
    ids.push(id);
  }
  return ids;
}
