import { jobs, runJob } from "#src/jobs.ts";
import type { FakeClock, House } from "#tests/support/house/helpline.ts";
import { type Person, person } from "#tests/support/house/http.ts";

/** The way to a helpline, wherever it runs. */
export interface Reach {
  /** Somebody's browser with these cookies. */
  as(cookies: Person["cookies"]): Person;
  /** Runs a job, so long after (ms). */
  job(name: string, after?: number): Promise<void>;
}

/** Something that is done in one go: whenever the process dies in the middle of it, it is done or as it was. */
export interface Scene<Made = unknown, Told = unknown> {
  name: string;
  /** It happens while the files are opened, and `does` has nothing to do. */
  atStart?: true;
  /** It is a command of the program, in these words, and `does` has nothing to do. */
  command?: string[];
  /** Makes the files, where they are not those of a new helpline. */
  lay?(folder: string): void;
  /** What comes before it, and takes whatever time it takes. The files are closed after that, and copied for each death. */
  before(home: House): Promise<Made>;
  /** Does it. Resolves with what somebody outside was told; it may break off where the process dies. */
  does(reach: Reach, made: Made): Promise<Told>;
  /** What is wrong with the files as they were left, before anything opens them; null for nothing. */
  left?(folder: string): string | null;
  /** How it stands after the next start: `told` is null where nobody was told anything, and of a command true where it ended well. */
  stands(home: House, made: Made, told: Told | null): Promise<Standing>;
  /** What whoever was cut off does then, upon which it must stand as done. By default it is `does` once more. */
  after?(home: House, reach: Reach, made: Made): Promise<unknown>;
  /** Ends what `before` has opened. */
  close?(made: Made): Promise<void>;
}

/** As it was before, as it is when it is done, or in words what it is else. */
type Standing = "old" | "new" | (string & {});

/** Somebody was told that it is done, or nobody was; and it is as it was, or done. */
export function standing(told: boolean, is: { old: boolean; new: boolean }, what: unknown): Standing {
  if (is.old === is.new) return `neither: ${JSON.stringify(what)}`;
  return is.old && told ? "told that it is done, and it is not" : is.new ? "new" : "old";
}

/** The way to a house in this process. */
export const reachIn = (home: House): Reach => ({
  as: (cookies) => withCookies(person(home), cookies),
  job: (name, after = 0) => {
    (home.helpline.clock as FakeClock).pass(after);
    return runJob(home.helpline, jobs.find((job) => job.name === name)!);
  },
});

/** The way to one that listens elsewhere; `job` runs a job there. */
export const reachAt = (origin: string, job: Reach["job"]): Reach => ({
  // Nothing of the house is asked where there is an origin.
  as: (cookies) => withCookies(person({} as House, { origin }), cookies),
  job,
});

function withCookies(one: Person, cookies: Person["cookies"]): Person {
  for (const [name, value] of cookies) one.cookies.set(name, value);
  return one;
}

/** When most of it happens, ms UTC: an evening. */
export const evening = Date.UTC(2026, 10, 24, 18);
