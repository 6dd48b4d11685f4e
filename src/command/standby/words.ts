import { fetchedIn, readToken } from "#src/backup/standby/folder.ts";
import { FetchError } from "#src/backup/standby/wire.ts";
import { systemClock } from "#src/clock.ts";
import { FolderError } from "#src/db/files.ts";
import { inWords } from "../copies/backup.ts";
import { allTyped, CommandError, momentIn, progressLine } from "../terminal.ts";

const token = /^[\w-]{43}$/;

/** Asks for the token of this machine, which is not shown while it is typed. Throws CommandError if it is none. */
export async function askForToken(): Promise<string> {
  const [typed = ""] = await allTyped([
    { question: "The token of this machine, as /admin/backup showed it: ", veiled: true },
  ]);
  return checked(typed.trim(), "This is no token");
}

/** Reads the token of this machine from a file. Throws CommandError. */
export function tokenFrom(file: string): string {
  let read: string;
  try {
    read = readToken(file);
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${inWords(systemCode(error))}.`);
  }
  return checked(read, `${file} holds no token`);
}

function checked(text: string, begin: string): string {
  if (token.test(text)) return text;
  throw new CommandError(
    `${begin}: it has 43 letters, figures, - and _. An admin lets a machine in at /admin/backup and gets one.`,
  );
}

/** Returns why the system refused, by its code; "unknown" if it was not the system. */
export const systemCode = (error: unknown) =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";

/** How much has come, on one line of the terminal. */
export function bytesLine() {
  return progressLine((done, of) => `Fetching … ${megabytes(done)} of ${megabytes(of)} MB`);
}

/** Returns "12.3". */
export const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);

/** Returns an instant (ms UTC) by the clock of the helpline that a folder of copies is of, or by the one here until it has said which. */
export function momentAt(folder: string, at: number): string {
  return momentIn(fetchedIn(folder)?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, at);
}

/** Returns why nothing could be fetched from an address into a folder. Throws what is no fault of line, server or disk. */
export function inWordsOfFetching(error: unknown, { origin, hostname }: URL, folder: string): string {
  if (error instanceof FolderError) return error.message;
  if (!(error instanceof FetchError)) {
    const code = systemCode(error);
    if (code === "unknown") throw error;
    return `The copies cannot be written to ${folder}: ${inWords(code)}.`;
  }
  switch (error.why) {
    case "unknown_host":
      return `Nobody knows the name ${hostname}. See whether it is spelled right, and whether this machine has a network.`;
    case "refused":
      return `Nothing answers at ${origin}.`;
    case "too_slow":
      return `${origin} does not answer, or the line to it is cut.`;
    case "tls":
      return `The certificate of ${origin} is wrong or too old, so nothing was said to it. It is ${momentAt(folder, systemClock.now())} by the clock of this machine; if that is wrong, set it: sudo timedatectl set-ntp true`;
    case "token":
      return `${origin} refuses the token of this machine: an admin has removed it, or it is another helpline’s. At /admin/backup a new one is made.`;
    case "redirect":
      return `${origin} leads on to ${error.detail || "somewhere else"}, and copies are fetched only from where they were asked for. Name that address if it is the helpline’s.`;
    case "too_fast":
      return `${origin} was asked too often. Wait a minute.`;
    case "too_many":
      return `Two files already go from ${origin} to a machine with this token: another fetching is under way. Wait until it has ended.`;
    case "no_room":
      return `There is no room in ${folder} for a file of ${megabytes(Number(error.detail))} MB: a tenth of the disk, or 1 GB, stays free. Make room, or name a folder on a larger disk.`;
    case "failed":
      return `${origin} could not read its copies. Its log says why.`;
    case "gone":
      return "A copy was replaced by a newer one while it was fetched. Try again.";
    case "strange":
      return `What answers at ${origin} does not speak as this Porchlight does${error.detail === "" ? "" : ` (${error.detail})`}: it is another server, or an older or newer Porchlight.`;
    default:
      return `The line to ${origin} broke. What has come stays, and is gone on with.`;
  }
}
