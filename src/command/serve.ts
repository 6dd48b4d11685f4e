import type { Config } from "#src/config.ts";
import { answerCommands, carryOut } from "#src/control.ts";
import type { Listen } from "#src/listen.ts";
import { outliveFaults } from "#src/log.ts";
import { controlPath, serve } from "#src/serve.ts";
import { hasStaff, invitationHours } from "#src/staff/accounts/invitation.ts";
import { firstRoles } from "#src/staff/permissions.ts";
import { keyAdvice, keyTrouble } from "./keys/keys.ts";
import { say, stopped } from "./terminal.ts";

/** Runs `porchlight serve` until it is stopped. Throws as `serve`. */
export async function serveCommand(config: Config, listen: Listen): Promise<number> {
  const running = await serve(config, listen);
  outliveFaults();
  const { address, helpline } = running;
  const closeControl = await answerCommands(controlPath(config.dataDir), helpline, address);
  const stop = stopped();
  say(`Porchlight is open.\n\n  Young people go to  ${address}/\n  Staff go to         ${address}/staff\n\n`);
  const unused = !hasStaff(helpline.db);
  if (unused) {
    const { url } = await carryOut(helpline, address, { ask: "staff link", roles: firstRoles });
    say(
      `Nobody has an account yet. This link makes the first one. It works once, for ${invitationHours} hours:\n\n  ${url}\n\n`,
    );
  }
  const trouble = keyTrouble(config, helpline.db.keyring);
  // Repeated until there is an account: a first start may have failed just after making the key.
  if (trouble === null && (running.newKey || unused)) say(keyAdvice(config));
  if (trouble !== null) process.stderr.write(trouble);
  await stop;
  closeControl();
  await running.stop();
  return 0;
}
