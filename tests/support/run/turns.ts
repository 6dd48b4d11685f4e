import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drawnFrom } from "./night.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Long tests of the same promises, or of what doors and units also test: some of each group run by day, drawn from the commit;
 * all at night, or when named.
 */
const groups: { files: string[]; byDay: number }[] = [
  // Its doors test what each page does too.
  { files: ["tests/browser/admin/*.test.ts"], byDay: 5 },
  // One promise of PROMISES.md each; those of kill, points and load always run.
  { files: ["tests/lab/faults/{back,busy,console,cut,damage,disk,drain,full,mail,page,power}.test.ts"], byDay: 4 },
  {
    files: [
      "tests/bin/binary/{binary,binary-keys,binary-surroundings,image,node,sbom}.test.ts",
      "tests/bin/{commands,keys,newcomer,start,stop,deploy,last-resort}.test.ts",
      "tests/bin/package/{installed,setup}.test.ts",
    ],
    byDay: 7,
  },
  // Each starts one file after the other; what a killed upgrade leaves is tests/lab/upgrade-faults.test.ts.
  { files: ["tests/upgrade/{refused,trial,upgrade}.test.ts"], byDay: 1 },
  // An ordinary evening of the staff, and of young people after a chat: doors and units always run.
  {
    files: [
      "tests/browser/staff/console/{colleagues,referrals,line-staff,finding,shift,record,notes}.test.ts",
      "tests/browser/staff/account/{sound,overview,passkey}.test.ts",
    ],
    byDay: 5,
  },
  {
    files: [
      "tests/browser/youth/later/{back,callback,other,other-back}.test.ts",
      "tests/browser/youth/door/hours-door.test.ts",
      "tests/browser/youth/chat/{two-tabs,change,words}.test.ts",
    ],
    byDay: 4,
  },
  // Everything everywhere: hostile words on all pages, all languages, the keyboard on every page.
  {
    files: [
      "tests/browser/whole/{hostile-pages,hostile-chat,keyboard-admin}.test.ts",
      "tests/browser/staff/account/staff-words.test.ts",
      "tests/browser/youth/door/{third-parties,languages,own-texts}.test.ts",
    ],
    byDay: 3,
  },
];

/** Returns the files left to other commits and the night, by path. Lists them in the file NOTES. */
export function leftToOthers(): string[] {
  const left = groups.flatMap(({ files, byDay }) => {
    const each = files.map((pattern) => [...new Bun.Glob(pattern).scanSync(root)]);
    // A brace inside a brace matches nothing, silently.
    if (each.some((found) => found.length === 0)) throw new Error(`no file is called so: ${files.join(" ")}`);
    const all = each.flat().sort();
    const today = drawnFrom(files.join(" "), all, byDay);
    return all.filter((path) => !today.includes(path));
  });
  if (process.env.NOTES && left.length > 0) {
    appendFileSync(
      process.env.NOTES,
      `${left.length} files left to other commits and to the night: ${left.join(", ")}\n`,
    );
  }
  return left;
}
