import { processSettings } from "./config.ts";
import { embedded } from "./embedded.ts";
import { settingsFile } from "./installed.ts";
import { roles } from "./staff/permissions.ts";

/** Returns how a command is typed here, for hints and examples: `porchlight keys new` in the one-file build. */
export function command(text: string): string {
  if (!embedded) return `node bin/porchlight.mjs ${text}`;
  return `${process.versions.bun ? "porchlight" : "node porchlight.mjs"} ${text}`;
}

type SettingName = (typeof processSettings)[number]["name"];

/** `done` explains exit code 0, `failed` 1. */
interface Page {
  short: string;
  does: string;
  options?: string;
  settings: readonly SettingName[];
  example: string;
  done: string;
  failed: string;
}

const pages = {
  serve: {
    short: "runs the helpline",
    does: `Runs the helpline until somebody stops it (Ctrl+C here, SIGTERM from the system).
The first start makes the folder of the data and the master key. Until somebody has an account,
each start prints a link that makes the first one.`,
    settings: processSettings.map(({ name }) => name),
    example: "serve --port 9000 --public-address https://chat.example.org",
    done: "it was stopped in order",
    failed: "it could not start or go on; the last lines say why",
  },
  setup: {
    short: "installs it on this server, with https",
    does: `Makes this server serve the helpline under a name, which it asks for or which is named after “setup”: copies the
program to /usr/local/bin, makes the account porchlight, has systemd start it, and has Caddy bring https. Shows each
step and asks before it does them; what is there already stays. Then it prints the link of the first account. The
package for Debian has done some of it, and setup does the rest. To change the name, run it again.`,
    options: `  --dry-run                          Only shows what it would do, with all files.
  --yes                              Does not ask.
  --no-caddy                         Leaves https to the web server that is there.`,
    settings: [],
    example: "setup chat.example.org --dry-run",
    done: "the helpline runs, or nothing was to be changed",
    failed: "it could not be done; the last line says why",
  },
  demo: {
    short: "runs a made-up helpline to look around in",
    does: `Runs a made-up helpline, with made-up staff and young people, until Ctrl+C. It lives in a temporary
folder that is thrown away at the end. The data and the key of a real helpline are never touched.`,
    settings: ["PORT", "HOST"],
    example: "demo --port 9000",
    done: "it was ended, and nothing is left of it",
    failed: "it could not start or go on; the last lines say why",
  },
  health: {
    short: "asks the helpline that runs here how it is",
    does: `Asks the helpline that runs on this machine, with the same settings, whether it answers and can read its
data. Says so in one sentence. One that is just starting is waited for, 3 seconds at most.
For whatever watches over it: a container, a timer.`,
    settings: ["PORT", "HOST"],
    example: "health --port 9000",
    done: "it answers",
    failed: "it does not answer, cannot read its data, or something else listens there",
  },
  "staff link": {
    short: "makes a link of one use for a new account",
    does: `Makes a link with which one person makes one account. It works while the helpline runs and while it
does not. Give the link to that person only: whoever fills in its page first has the account.`,
    options: `  --roles   ${"counsellor".padEnd(24)}What the account may do: ${roles.join(", ")}, with commas.
            ${"".padEnd(24)}The very first account always gets every role but lead.
  --first   ${"".padEnd(24)}Makes a link only while nobody has an account.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE", "PORT", "PUBLIC_ADDRESS"],
    example: "staff link --roles counsellor,supervisor",
    done: "the link was printed",
    failed: "no link was made: there are no data there, or the helpline does not answer",
  },
  hours: {
    short: "says what each line does now and why, and its next seven days",
    does: `Says for each line whether it is open, why, and until when, and prints its next seven days in its own
time zone. It only looks. “hours import” sets the hours from a file: ${command("hours import --help")}`,
    options: `  --line   ${"every line".padEnd(24)}The number of the line to look at.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "hours --line 2",
    done: "the hours were printed",
    failed: "there are no data there, no such line, or the helpline does not answer",
  },
  "hours import": {
    short: "sets the hours of a line from a .csv or .ics file",
    does: `Reads a CSV file (weekdays, holidays, other days) or an iCalendar file (.ics, of school holidays), named
after “import”. Weekdays take the place of the line’s week; exceptions come to those it has. It works
while the helpline runs and while it does not. With anything wrong in the file nothing is changed.
What the file looks like: docs/hours.md`,
    options: `  --line   ${"the only line".padEnd(24)}The number of the line, where there are several.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "hours import hours.csv --line 2",
    done: "the hours of the file are those of the line",
    failed: "nothing was changed: something is wrong with the file, or the helpline does not answer",
  },
  import: {
    short: "puts places into the directory, from a CSV file or from HSDS",
    does: `Reads a CSV file with a place on each row, or HSDS 3 (JSON; its tables as CSV files, in a zip file or one
beside the other), named after “import”. Says what is new, what changes, and which rows cannot be taken
and why; then asks before anything is changed. It works while the helpline runs and while it does not.
What the files look like: docs/directory.md`,
    options: `  --as           ${"found out".padEnd(18)}csv or hsds, where the file does not tell by itself.
  --source       ${"name of the file".padEnd(18)}Whose list it is. The same name next time finds the same places again.
  --time-zone    ${"of the first line".padEnd(18)}Of hours that name none, like Europe/Brussels.
  --visibility   ${"counsellors".padEnd(18)}Who sees what is new at most: public (young people too) or counsellors.
  --dry-run      ${"".padEnd(18)}Only says what would happen.
  --yes          ${"".padEnd(18)}Does not ask.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "import places.csv --dry-run",
    done: "the places are in the directory, or nothing was to be changed",
    failed: "nothing was changed: no place could be read, or the helpline does not answer",
  },
  export: {
    short: "writes the directory into a file",
    does: `Writes the places of the directory into a file: a CSV file for spreadsheets, HSDS 3.1 as JSON, or its tables
in a zip file. HSDS holds all of a place and can be brought back by “import” whole; CSV holds what stands in
its columns. What comes from other directories stays with them. It works while the helpline runs and while
it does not.`,
    options: `  --as       ${"by the file’s name".padEnd(22)}csv (.csv), hsds (.json) or tabular (.zip).
  --public   ${"everything".padEnd(22)}Only what young people see; addresses that must not be known stay out.
  --force    ${"a file stays".padEnd(22)}Write over a file that is there already.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "export places.json --public",
    done: "the file is written",
    failed: "no file was written: there is one of that name, there are no data there, or the helpline does not answer",
  },
  "audit check": {
    short: "looks whether anybody has changed the audit trail by hand",
    does: `Looks through the whole audit trail: whether a row was changed, deleted, put in or cut off by hand. With the
number and the code of an entry, as admins get them by mail or read them on the page of the trail, it also
says whether that entry still stands there as it did. It only looks, and works while the helpline runs and
while it does not.`,
    options: `  --entry   ${"none".padEnd(23)}The number of an entry, with --code.
  --code    ${"none".padEnd(23)}Its code, 32 letters and figures.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "audit check --entry 1240 --code 8f0c4e5ab1d2937c6e5f40a1b2c3d4e5",
    done: "the trail is whole, and the entry that was asked about stands there or was kept long enough",
    failed: "something was changed; the lines say where. Or it could not be looked at: the master key is missing",
  },
  doctor: {
    short: "looks whether the data are damaged",
    does: `Looks through both files of the data: whether every row can be read, whether SQLite finds its pages and
indexes in order, and whether the words of the chats are those that were written. Says which table is
damaged. It only looks, and works while the helpline runs and while it does not.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "doctor --data-dir /var/lib/porchlight/data",
    done: "both files are whole",
    failed: "something is damaged; the lines say where. Or there are no data there",
  },
  backup: {
    short: "copies the data, sealed, and opens the copy again",
    does: `Copies both files of the data as they stand at one moment into a folder, sealed to the recovery sheet (to the
master key while there is no sheet), and opens the copy again: only then it counts. It works while the
helpline runs and while it does not, and nobody in a chat notices. Name another folder after “backup”, like
one on a stick or on another machine. Keys in copies are to be deleted after 7 days; here that happens by itself.
If there is a store of copies, it goes there too, and the command says whether it got there.`,
    settings: [
      "DATA_DIR",
      "MASTER_KEY_FILE",
      "BACKUP_DIR",
      "BACKUP_STORE",
      "BACKUP_STORE_KEY_FILE",
      "BACKUP_STORE_REGION",
    ],
    example: "backup --backup-dir /media/stick",
    done: "the copy lies there, was opened and is whole",
    failed: "there is no new copy; the last line says why",
  },
  "backup drill": {
    short: "shows that a copy made now would serve again",
    does: `Makes a copy as “backup” does, opens it, restores it into a folder of its own inside the folder of the data, and
starts Porchlight from it once more, where only this machine reaches it, no mail leaves and no server is asked.
Looks whether it is well and its door closed, and deletes all of it again. Says how long each step took. It works
while the helpline runs and while it does not. It needs room for two more copies of the data, for a moment.
Do it each month: /admin/backup also asks for two words of the recovery sheet, which shows that it is at hand.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE", "BACKUP_DIR"],
    example: "backup drill --data-dir /var/lib/porchlight/data",
    done: "a copy made now serves again",
    failed: "it does not, or it could not be tried; the last line says why",
  },
  "fetch-backups": {
    short: "fetches sealed copies of a helpline to this machine",
    does: `Runs on a second machine. Fetches the newest copy of a helpline into a folder, looks whether it came whole, and lets
the helpline know. Copies go from there as they go from the helpline, keys after 7 days, also while it is not
reached. An admin lets the machine in at /admin/backup and gets a token for it, which is asked for the first time
and then stays in the folder, for this account alone; the address need not be typed again either. It can open
none of the copies. When the helpline is lost, “porchlight promote” puts the newest one in its place.`,
    options: `  --keep-on                          Fetches each minute, until somebody stops it or promotes this machine.
  --token-file                       The file of the token, instead of the one in the folder.`,
    settings: ["DATA_DIR"],
    example: "fetch-backups https://helpline.example --keep-on",
    done: "everything is here that can be fetched, or this machine was promoted or told to stop",
    failed: "something could not be fetched; the last line says why, and what came whole stays",
  },
  promote: {
    short: "puts this machine in the place of the helpline it fetched copies of",
    does: `Runs on a second machine, when the helpline is lost. Puts the newest copy that was fetched into the folder of the
data, as “restore” does, and ends the fetching for good. While the old server still answers it refuses: with two
open doors some young people would write to one, and some to the other, and nobody would see both. Where the
master key does not open the copy it asks for the long key of the recovery sheet. Says what is lost, and what
comes next: to start it, and to let the address lead here.`,
    options: `  --i-know                           Also while the old server answers, and with keys of more than 7 days.
  --unproved                         Also a copy that cannot show that it is ours, as of an older Porchlight.
  --accept-other-trail               Also one whose audit trail is not that of the data that were moved aside here.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "promote --data-dir /var/lib/porchlight/data",
    done: "the data are here, and the helpline can be started",
    failed: "nothing was changed; the last line says why",
  },
  restore: {
    short: "puts the data back from a copy",
    does: `Puts the data back from the newest copy in a folder, from the one that is named (its .data.age file), from a
helpline that still runs (its https address; the token of a second machine is asked for), or from a store (the
address of its bucket; its key is read from the file of --backup-store-key-file). Stop the helpline that is here
first; a folder with data in it is never overwritten, and moved aside only if nobody has used them yet. Where the master key does not open the copy it
asks for the long key of the recovery sheet, and writes the master key again from it. Says what is lost. The
door stays closed with a note: an admin looks, and opens it at /admin/open.`,
    options: `  --i-know                           Also keys that were copied more than 7 days ago: they open what was erased since.
  --without-words                    Data whose keys are gone, as of an old copy: what only those opened is deleted.
  --unproved                         Also a copy that cannot show that it is ours, as of an older Porchlight.
  --accept-other-trail               Also one whose audit trail is not that of the data that were moved aside here.
  --token-file                       The file of the token, for an https address.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE", "BACKUP_STORE_KEY_FILE", "BACKUP_STORE_REGION"],
    example: "restore /media/stick --data-dir /var/lib/porchlight/data",
    done: "the data are back, and the helpline can be started",
    failed: "nothing was changed; the last line says why",
  },
  upgrade: {
    short: "puts a newer Porchlight into the place of this one",
    does: `Takes the file of a newer Porchlight. It is checked by its signature, else by its SHA-256. The data are copied, and
the newer Porchlight is started from a copy where nobody reaches it. Only then the door is closed, for less than a
minute: young people see a page that says so and tries again, and nothing they write is lost. The door opens once
the newer one is well. If it is not, this one comes back with the data of before. “rollback” goes back later.`,
    options: `  --sha256      ${"SHA256SUMS beside it".padEnd(21)}The checksum that the file must have, where no signature is checked.
  --sums        ${"SHA256SUMS beside it".padEnd(21)}The file with that checksum.
  --key         ${"the one built in".padEnd(21)}The public key of minisign with which FILE.minisig is checked.
  --closed      ${"50".padEnd(21)}For how many seconds the door may be closed until the newer one is well.
  --again       ${"".padEnd(21)}Also another build of the same version.
  --installed   ${"".padEnd(21)}For a package: the newer file is in its place, the one of before beside it (.before).`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE", "BACKUP_DIR"],
    example: "upgrade porchlight-linux-x64",
    done: "the newer Porchlight serves, or it was there already",
    failed: "this Porchlight goes on with its data as before; the last lines say why",
  },
  rollback: {
    short: "goes back to the Porchlight and the data from before the last upgrade",
    does: `Says what that costs: everything that was written since the upgrade is lost here. Asks to type a word, makes a copy
of now first, and puts the program and the data of before back, within seven days. What was erased since stays
erased. Chats that went on end, and the helpline is closed with a note until an admin opens it at /admin/open.`,
    options: `  --closed      ${"50".padEnd(21)}For how many seconds the door may be closed until the one of before is well.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE", "BACKUP_DIR"],
    example: "rollback --data-dir /var/lib/porchlight/data",
    done: "the Porchlight of before serves, with its data",
    failed: "nothing was changed; the last line says why",
  },
  "keys doctor": {
    short: "looks whether the keys are there, and whether they could be lost",
    does: `Says whether the master key is the one of the data, how many people hold the team key, and when somebody
showed last that the recovery sheet is at hand. With --sheet it asks for the long key of the sheet and says
whether that opens what it should. It only looks, and works while the helpline runs and while it does not.`,
    options: `  --sheet                            Asks for the key of the printed sheet, and tries it.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "keys doctor --data-dir /var/lib/porchlight/data",
    done: "the keys are there, two people hold the team key, and the sheet was shown within a month",
    failed: "something is to be done; the lines say what",
  },
  "keys new": {
    short: "makes a new master key when the old one is lost for good",
    does: `Makes a new master key. Words written under the old key stay closed unless it comes back. Stop the helpline
first. A key file that is there is never overwritten. While the master key is not there another stands in for
it, so new chats need no new one; the recovery sheet opens the new one too, from the next start on.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "keys new --data-dir /var/lib/porchlight/data",
    done: "the new key is in its file, and the helpline can be started",
    failed: "no key was made: the helpline runs, there is a key file already, or there are no data",
  },
  "keys recover": {
    short: "writes a lost master key again, from the recovery sheet",
    does: `Asks for the long key of the printed recovery sheet and writes the master key again that lies sealed to it
in the data. Stop the helpline first. A key file that is there is never overwritten: where another master
key works by now, the one of before is laid beside it, and what lies under it opens again at the next start.
The team key needs no terminal: a supervisor types the same key at /admin/keys.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "keys recover --data-dir /var/lib/porchlight/data",
    done: "the master key is in its file, and the helpline can be started",
    failed: "nothing was written: another sheet, no sheet, nothing is missing, or the helpline runs",
  },
  "keys rotate": {
    short: "puts a new master key in the place of the old one",
    does: `Makes a new master key, moves all that lies under the old one to it, and removes the old one: when somebody may
have got hold of it. Stop the helpline first. It takes seconds, and nothing is lost by ending it: the next
start, or the same command, does what was left. The printed recovery sheet opens the new key as well.
The team key has a button of its own, at /admin/keys.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "keys rotate --data-dir /var/lib/porchlight/data",
    done: "the new key is in its file, and the helpline can be started",
    failed: "nothing was changed, or not all of it yet: the helpline runs, the key is missing, or there are no data",
  },
  "keys sheet": {
    short: "makes a recovery sheet, to be printed",
    does: `Asks for the sign-in name and the password of somebody who holds the team key, and writes out a new recovery
sheet, once. The account of the helpline alone cannot make one. It works while the helpline runs and while it
does not, and counts once two of its words were typed at /admin/keys; an older sheet is good until then.`,
    settings: ["DATA_DIR", "MASTER_KEY_FILE"],
    example: "keys sheet --data-dir /var/lib/porchlight/data",
    done: "the sheet was written out",
    failed:
      "no sheet was made: name and password do not belong together or do not open the team key, or there are no data",
  },
} satisfies Record<string, Page>;

export type CommandName = keyof typeof pages;

export const names = Object.keys(pages) as CommandName[];
const isCommand = (topic: string): topic is CommandName => Object.hasOwn(pages, topic);

/** Returns what there is to say about a command. */
export const commandPage = (name: CommandName): Page => pages[name];

/** Returns the command that the words begin with. */
export function commandIn(words: string[]): CommandName | undefined {
  return [words.slice(0, 2).join(" "), words[0] ?? ""].find(isCommand);
}

/** Returns the words that can follow a first word; [] if it begins no command. */
export function wordsAfter(word: string): string[] {
  return names.flatMap((name) => (name.startsWith(`${word} `) ? [name.slice(word.length + 1)] : []));
}

/** Returns the help on what the words begin with: a command, several that begin alike, else all. */
export function commandHelp(words: string[]): string {
  const name = commandIn(words);
  if (name) return helpOn(name, pages[name]);
  const alike = names.filter((one) => one.startsWith(`${words[0]} `));
  if (!alike[0]) return generalHelp();
  return `${list(alike)}\n\nMore on it: ${command(`${alike[0]} --help`)}\n${codes}`;
}

const codes = "Exit codes: 0 done, 1 it could not be done, 2 the command was not understood.\n";

function generalHelp(): string {
  const inFolder = embedded ? "" : `In the folder of Porchlight, “porchlight” is written: ${command("").trim()}\n`;
  return `Porchlight: a chat helpline for young people, on one small server.

${list(names)}
  porchlight --version     says which Porchlight this is

${inFolder}Settings are given as PORT=9000 or as --port 9000.
Each command has help of its own, with its settings: ${command("serve --help")}
${codes}`;
}

function list(some: CommandName[]): string {
  return some.map((name) => `  ${`porchlight ${name}`.padEnd(25)}${pages[name].short}`).join("\n");
}

function settingsWords(rows: string[]): string {
  return `Settings, and what holds without them:
${rows.join("\n")}
In the environment (PORT=9000 or PORCHLIGHT_PORT=9000), or as options (--port 9000; DATA_DIR is --data-dir).
Where it is installed, those in ${settingsFile} hold too, unless DATA_DIR is named.
`;
}

function helpOn(name: string, page: Page): string {
  const known = processSettings.filter((one) => page.settings.includes(one.name));
  const rows = known.map((one) => {
    const without = "without" in one ? one.without : one.default;
    return `  ${one.name.padEnd(24)}${without.padEnd(20)}${one.meaning}`;
  });
  return `porchlight ${name}: ${page.short}

${page.does}
${page.options ? `\nOptions, and what holds without them:\n${page.options}\n` : ""}${rows.length > 0 ? `\n${settingsWords(rows)}` : ""}
Example:
  ${command(page.example)}

Exit codes:
  0  ${page.done}
  1  ${page.failed}
  2  the command, an option or a setting was not understood
`;
}
