import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "#src/clock.ts";
import { type Config, processEnvironment, readConfig } from "#src/config.ts";
import { type Ask, askServer, carryOut, type Link } from "#src/control.ts";
import { LockError } from "#src/db/lock.ts";
import type { Role } from "#src/events.ts";
import { controlPath } from "#src/serve.ts";
import { invitationHours } from "#src/staff/invitation.ts";
import { roles } from "#src/staff/permissions.ts";
import { refuseNoData, withoutServer } from "./data.ts";
import { CommandError, say } from "./terminal.ts";

/** `porchlight staff link`. Throws CommandError, ConfigError, FolderError. */
export async function staffLink(args: string[]): Promise<number> {
  const { wanted, options } = takeRoles(args);
  if (!wanted) {
    process.stderr.write(`Roles are ${roles.join(", ")}: --roles counsellor,supervisor\n`);
    return 2;
  }
  const config = readConfig(processEnvironment(), options);
  const { link, guessed } = await makeLink(config, { ask: "staff link", roles: wanted });
  if (link.first) say("Nobody has an account yet, so this makes the first one, with every role.\n");
  say(`This link makes one account (${link.roles.join(", ")}). It works once, for ${invitationHours} hours:\n\n`);
  say(`  ${link.url}\n`);
  if (guessed) say(`\nThe helpline does not run here. Put its address in the place of ${guessed}.\n`);
  return 0;
}

/** How long a server that is just starting or stopping is waited for, ms. */
const patience = 5_000;

/**
 * The running server makes the link; where none runs, the command opens the data itself, and `guessed` is the address it
 * had to make up.
 */
async function makeLink(config: Config, asked: Ask): Promise<{ link: Link; guessed: string | null }> {
  refuseNoData(config);
  const giveUp = systemClock.elapsed() + patience;
  for (;;) {
    const link = await askServer(controlPath(config.dataDir), asked);
    if (link) return { link, guessed: null };
    try {
      const known = config.publicAddress?.origin;
      const address = known ?? `http://localhost:${config.port}`;
      const made = await withoutServer(config, (helpline) => carryOut(helpline.db, address, asked));
      return { link: made, guessed: known ? null : address };
    } catch (error) {
      if (!(error instanceof LockError)) throw error;
      if (systemClock.elapsed() > giveUp) throw new CommandError("The helpline runs, but it does not answer.");
    }
    await pause(100);
  }
}

function takeRoles(args: string[]): { wanted: Role[] | null; options: string[] } {
  const written = args.flatMap((arg) =>
    arg.startsWith("--roles=") ? ["--roles", arg.slice("--roles=".length)] : [arg],
  );
  const at = written.findIndex((arg) => arg === "--roles" || arg === "--role");
  if (at === -1) return { wanted: ["counsellor"], options: args };
  const named = (written[at + 1] ?? "").split(",").map((one) => one.trim());
  const known = roles.filter((role) => named.includes(role));
  const options = [...written.slice(0, at), ...written.slice(at + 2)];
  return { wanted: known.length === new Set(named).size ? known : null, options };
}
