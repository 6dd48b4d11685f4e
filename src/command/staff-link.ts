import { processEnvironment, readConfig } from "#src/config.ts";
import type { Role } from "#src/events.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { invitationHours } from "#src/staff/accounts/invitation.ts";
import { mayHaveRoles, roles } from "#src/staff/permissions.ts";
import { askHelpline } from "./ask.ts";
import { say } from "./terminal.ts";

const firstOption = "--first";

/** What a terminal says with the link of the first account. */
export const wordsOnFirst = (url: string) =>
  `Nobody has an account yet. This link makes the first one. It works once, for ${invitationHours} hours:\n\n  ${url}\n\n`;

/** Runs `porchlight staff link`. Throws CommandError, ConfigError, FolderError. */
export async function printStaffLink(args: string[]): Promise<number> {
  if (args.includes(firstOption)) return printFirstLink(args.filter((arg) => arg !== firstOption));
  const { wanted, options } = takeRoles(args);
  if (!wanted) {
    process.stderr.write(`Roles are ${roles.join(", ")}: --roles counsellor,supervisor\n`);
    process.stderr.write("Whoever is a lead is neither counsellor nor supervisor.\n");
    return 2;
  }
  const config = readConfig(processEnvironment(), options);
  // Without the server the command can only guess where the helpline is found.
  const address = linkOrigin(config);
  const { answer: link, running } = await askHelpline(config, { ask: "staff link", roles: wanted }, { address });
  if (link.first) say("Nobody has an account yet, so this makes the first one, with every role but lead.\n");
  say(`This link makes one account (${link.roles.join(", ")}). It works once, for ${invitationHours} hours:\n\n`);
  say(`  ${link.url}\n`);
  if (!running && !config.publicAddress) {
    say(`\nThe helpline does not run here. Put its address in the place of ${address}.\n`);
  }
  return 0;
}

/** Asked for by what installs, each time: once there is an account it makes none. */
async function printFirstLink(options: string[]): Promise<number> {
  const config = readConfig(processEnvironment(), options);
  const { answer } = await askHelpline(config, { ask: "first link" }, { address: linkOrigin(config) });
  if (answer.url !== null) return say(wordsOnFirst(answer.url));
  return say("There are accounts already. An admin lets others in, under “Colleagues”.\n");
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
  const isRight = known.length === new Set(named).size && mayHaveRoles(known);
  return { wanted: isRight ? known : null, options };
}
