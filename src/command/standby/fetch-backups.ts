import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openFetching, type Round } from "#src/backup/standby/fetching.ts";
import {
  fetchedDir,
  fetchedIn,
  isPromoted,
  keepFetched,
  keepToken,
  makeFetchedFolder,
  tokenKept,
} from "#src/backup/standby/folder.ts";
import { FetchError, openSource, readSource } from "#src/backup/standby/wire.ts";
import { hourMs, minuteMs, systemClock } from "#src/clock.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import { LockError, lockFolder } from "#src/db/lock.ts";
import { inWords } from "../copies/backup.ts";
import { misunderstood } from "../hours/hours.ts";
import { ownOptions } from "../own-options.ts";
import { CommandError, say, stopped } from "../terminal.ts";
import { notAnAddress } from "./fetched-from.ts";
import { askForToken, bytesLine, inWordsOfFetching, megabytes, momentAt, systemCode, tokenFrom } from "./words.ts";

/** Runs `porchlight fetch-backups [URL] [FOLDER]`. Throws CommandError, ConfigError, FolderError. */
export async function fetchBackups(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["token-file"], ["keep-on"]);
  const [typed, ...others] = words.filter((one) => /^[a-z]+:\/\//i.test(one));
  const [place, ...places] = words.filter((one) => !/^[a-z]+:\/\//i.test(one));
  if (others.length + places.length > 0)
    return misunderstood("Name one helpline and one folder: porchlight fetch-backups https://chat.example.org");
  const config = readConfig(processEnvironment(), rest);
  const folder = place === undefined ? fetchedDir(config.dataDir) : resolve(place);
  if (isPromoted(folder)) return say(promotedAlready(folder));
  const address = addressOf(folder, typed);
  const kept = own.has("token-file") ? tokenFrom(own.get("token-file")!) : tokenKept(folder);
  const token = kept ?? (await askForToken());
  prepare(folder);
  const one = openRound({ folder, address, token, isKept: kept !== null });
  if (own.has("keep-on")) return keepOn(folder, one);
  for (;;) {
    const { isGood, words: said, waitMs } = await one();
    if (!isGood) throw new CommandError(said.trimEnd());
    if (waitMs > 0) return say(said);
  }
}

function addressOf(folder: string, typed: string | undefined): URL {
  const known = fetchedIn(folder)?.address;
  const text = typed ?? known;
  if (text === undefined)
    throw new CommandError(
      "Name the helpline that copies are fetched from: porchlight fetch-backups https://chat.example.org",
    );
  const address = readSource(text);
  if (!address) throw new CommandError(notAnAddress(text));
  if (known !== undefined && known !== address.origin)
    throw new CommandError(
      `In ${folder} are copies of ${known}. Name another folder after the address, or move that one aside.`,
    );
  return address;
}

function prepare(folder: string) {
  try {
    makeFetchedFolder(folder);
  } catch (error) {
    throw new CommandError(`The copies cannot be written to ${folder}: ${inWords(systemCode(error))}.`);
  }
}

const promotedAlready = (folder: string) =>
  `This machine was promoted with the copies in ${folder}, so it fetches nothing more.\n`;

interface Told {
  isGood: boolean;
  words: string;
  /** Nothing is new in it. */
  isQuiet: boolean;
  /** ms until it may be worth asking again. */
  waitMs: number;
}

const againMs = minuteMs;
/** Whom the helpline refuses need not ask each minute. */
const refusedMs = 10 * minuteMs;

/** Returns what asks once, and says in words what came of it. */
function openRound(means: { folder: string; address: URL; token: string; isKept: boolean }): () => Promise<Told> {
  const { folder, address, token } = means;
  const fetching = openFetching({ source: openSource(address, token), folder, clock: systemClock });
  let isKept = means.isKept;
  return async () => {
    const line = bytesLine();
    let unlock: (() => void) | undefined;
    try {
      unlock = lockFolder(folder);
      const before = fetchedIn(folder) ?? { reachedAt: null, savedUntil: null, promotesTo: null };
      keepFetched(folder, { ...before, address: address.origin });
      const round = await fetching.once(line.tell);
      if (!isKept) keepToken(folder, token);
      isKept = true;
      return { ...cameOf(folder, round), waitMs: round.isPartial ? 0 : againMs };
    } catch (error) {
      if (error instanceof LockError)
        return { isGood: false, isQuiet: true, waitMs: againMs, words: `${folder} is in use by another Porchlight.\n` };
      const isRefused = error instanceof FetchError && error.why === "token";
      // What is kept too long goes also while nothing is reached, and whatever is wrong.
      const left = forgot(folder, fetching.forget);
      const words = `${inWordsOfFetching(error, address, folder)}${sinceWhen(folder)}${left}\n`;
      return { isGood: false, isQuiet: false, waitMs: isRefused ? refusedMs : againMs, words };
    } finally {
      line.end();
      unlock?.();
    }
  };
}

function cameOf(
  folder: string,
  { fetched, bytes, until, isPartial, aheadMs, others }: Round,
): Pick<Told, "isGood" | "words" | "isQuiet"> {
  const words = [
    fetched.length === 0 ? "Nothing new." : `${fetched.length} files came, ${megabytes(bytes)} MB.`,
    until === null
      ? "The helpline has no copy yet that counts; it makes one within some minutes."
      : `Everything up to ${momentAt(folder, until)} is here.`,
  ];
  if (aheadMs !== 0)
    words.push(
      `The clocks differ by ${Math.round(Math.abs(aheadMs) / minuteMs)} minutes: here it is ${momentAt(folder, systemClock.now())}, there ${momentAt(folder, systemClock.now() + aheadMs)}. Set the one that is wrong: sudo timedatectl set-ntp true`,
    );
  if (others.length > 0)
    words.push(
      `The helpline has other bytes now for ${others.join(", ")}. What lies here stays as it came; somebody should look why.`,
    );
  return {
    isGood: until !== null || isPartial,
    isQuiet: fetched.length === 0 && aheadMs === 0 && others.length === 0,
    words: `${words.join(" ")}\n`,
  };
}

function sinceWhen(folder: string): string {
  const { reachedAt = null, savedUntil = null } = fetchedIn(folder) ?? {};
  if (reachedAt === null) return "";
  const saved = savedUntil === null ? "" : ` Everything up to ${momentAt(folder, savedUntil)} is here.`;
  return ` It was last reached at ${momentAt(folder, reachedAt)}.${saved}`;
}

function forgot(folder: string, forget: () => void): string {
  try {
    forget();
    return "";
  } catch (error) {
    return ` And old copies could not be removed from ${folder}: ${inWords(systemCode(error))}. Their keys open what was erased since: remove them by hand.`;
  }
}

/** So soon it is seen that this machine was promoted, or that it is to end, ms. */
const lookMs = 1_000;
/** Says again what does not change after this long, ms. */
const sayAgainMs = hourMs;

async function keepOn(folder: string, once: () => Promise<Told>): Promise<number> {
  let isOver = false;
  stopped().then(() => {
    isOver = true;
  });
  let said = { words: "", at: Number.NEGATIVE_INFINITY };
  for (;;) {
    if (isPromoted(folder)) return say(promotedAlready(folder));
    const { isGood, isQuiet, words, waitMs } = await once();
    const isNew =
      words.replace(/\d/g, "") !== said.words.replace(/\d/g, "") || systemClock.elapsed() - said.at > sayAgainMs;
    if (isGood ? !isQuiet || said.words === "" || isNew : isNew) {
      (isGood ? process.stdout : process.stderr).write(words);
      said = { words, at: systemClock.elapsed() };
    }
    for (let left = waitMs; left > 0 && !isOver && !isPromoted(folder); left -= lookMs) await pause(lookMs);
    if (isOver) return 0;
  }
}
