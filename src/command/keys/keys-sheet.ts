import type { Config } from "#src/config.ts";
import { inGroups } from "#src/crypto/recovery-sheet.ts";
import { translate } from "#src/i18n/i18n.ts";
import type { SheetMade } from "#src/staff/keys/sheet-by-password.ts";
import { askHelpline } from "../ask.ts";
import { refuseNoData } from "../data.ts";
import { allTyped, CommandError, say } from "../terminal.ts";

const refused = {
  wrong: "This sign-in name and this password belong together in no account.",
  not_held:
    "The password is right, but it opens no team key. Only somebody who holds it makes a sheet: see /admin/keys.",
  lost: "The sheet of before opens more than this one would: a team key, or a master key that is missing. First “porchlight keys recover” with that sheet, or let somebody make it who holds all team keys.",
};

/** Runs `porchlight keys sheet`, which prints a sheet made by a key holder's password. Throws CommandError, FolderError. */
export async function printSheet(config: Config): Promise<number> {
  refuseNoData(config);
  const [signInName = "", password = ""] = await allTyped([
    { question: "Sign-in name of somebody who holds the team key: " },
    { question: "Their password: ", veiled: true },
  ]);
  const { answer } = await askHelpline(config, { ask: "keys sheet", signInName: signInName.trim(), password });
  if (typeof answer === "string") throw new CommandError(refused[answer]);
  say(paper(answer));
  process.stderr.write(
    "\nPrint this twice; it is not shown again. It counts once somebody has typed two of its words at /admin/keys.\nThen clear this window.\n",
  );
  return 0;
}

function paper({ secret, checks, language, name, at, zone, fingerprint }: SheetMade): string {
  const t = translate(language);
  const paragraphs = [
    t("admin.keys.paper.title", { name }),
    t("admin.keys.paper.made", { when: t.dateTime(at, zone) }),
    t("admin.keys.paper.what"),
    `${t("admin.keys.paper.key")}\n\n  ${inGroups(secret).join(" ")}`,
    `${t("admin.keys.paper.words")}\n\n${checks.map((word, i) => `  ${i + 1}  ${word}`).join("\n")}`,
    t("admin.keys.paper.use"),
    t("admin.keys.paper.use_page", { part: t("admin.keys.use") }),
    `${t("admin.keys.paper.use_shell")}\n\n  ${t("admin.keys.paper.command")}`,
    `${t("admin.keys.paper.use_copies")}\n\n  ${t("admin.keys.paper.restore")}`,
    ...(fingerprint ? [`${t("admin.keys.paper.fingerprint")}\n\n  ${fingerprint}`] : []),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
