import { jobs, runJob } from "#src/jobs.ts";
import type { FakeClock, House } from "#tests/support/house/helpline.ts";
import { type Person, person } from "#tests/support/house/http.ts";

/** The way to a helpline, wherever it runs. */
export interface Reach {
  as(cookies: Person["cookies"]): Person;
  /** Runs a job after so many ms. */
  job(name: string, after?: number): Promise<void>;
}

/** Something done in one go: wherever the process dies, it is done or as before. */
export interface Scene<Made = unknown, Told = unknown> {
  name: string;
  /** It happens while files open; `does` has nothing to do. */
  atStart?: true;
  /** It is this command of the program; `does` has nothing to do. */
  command?: string[];
  /** Makes the files, unless they are those of a new helpline. */
  lay?(folder: string): void;
  /** Comes before, untimed. The files are then closed, and copied for each death. */
  before(home: House): Promise<Made>;
  /** Resolves with what someone outside was told; breaks off where the process dies. */
  does(reach: Reach, made: Made): Promise<Told>;
  /** What is wrong with the files before anything opens them; null = nothing. */
  left?(folder: string): string | null;
  /** How it stands after the next start. `told`: null = no one was told; of a command, true if it ended well. */
  stands(home: House, made: Made, told: Told | null): Promise<Standing>;
  /** What someone cut off does next, after which it must be done; `does` again unless given. */
  after?(home: House, reach: Reach, made: Made): Promise<unknown>;
  close?(made: Made): Promise<void>;
}

/** As before, as when done, or what else in words. */
type Standing = "old" | "new" | (string & {});

/** Returns "old" or "new" if what was told fits what is, else what is wrong. */
export function standing(told: boolean, is: { old: boolean; new: boolean }, what: unknown): Standing {
  if (is.old === is.new) return `neither: ${JSON.stringify(what)}`;
  return is.old && told ? "told that it is done, and it is not" : is.new ? "new" : "old";
}

/** Returns the way to a house in this process. */
export const reachIn = (home: House): Reach => ({
  as: (cookies) => withCookies(person(home), cookies),
  job: (name, after = 0) => {
    (home.helpline.clock as FakeClock).pass(after);
    return runJob(home.helpline, jobs.find((job) => job.name === name)!);
  },
});

/** Returns the way to one that listens elsewhere; `job` runs a job there. */
export const reachAt = (origin: string, job: Reach["job"]): Reach => ({
  // With an origin nothing of the house is used.
  as: (cookies) => withCookies(person({} as House, { origin }), cookies),
  job,
});

function withCookies(one: Person, cookies: Person["cookies"]): Person {
  for (const [name, value] of cookies) one.cookies.set(name, value);
  return one;
}

/** When most of it happens, ms UTC: an evening. */
export const evening = Date.UTC(2026, 10, 24, 18);
