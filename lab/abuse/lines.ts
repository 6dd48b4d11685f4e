import type { Figure } from "#lab/load/report/report.ts";
import { flood } from "./flood.ts";
import { guess } from "./guess.ts";
import { inside } from "./inside.ts";
import { mutate } from "./mutate.ts";
import { slow } from "./slow.ts";
import { sockets } from "./sockets.ts";
import { staff } from "./staff.ts";
import { wire } from "./wire.ts";

interface Line {
  name: string;
  /** The attacks of PROMISES.md that it plays (A1 and so on). */
  what: string;
  /** As measured, on a machine that does nothing else. */
  whole(program: string): Promise<Figure[]>;
  /** The same in seconds, beside other tests: times are reported, not judged. */
  short(program: string): Promise<Figure[]>;
}

const slack = Number.POSITIVE_INFINITY;

/** Every attack on a helpline in a process of its own. */
export const lines: Line[] = [
  {
    name: "sockets",
    what: "A1: sockets that flood, and thousands that do nothing",
    whole: (program) => sockets({ program, flooding: 20, idle: 2_000, seconds: 15, slack: 1 }),
    short: (program) => sockets({ program, flooding: 3, idle: 80, seconds: 1, slack }),
  },
  {
    name: "slow",
    what: "A2: headers and forms that come drop by drop, and sockets that are never read",
    whole: (program) => slow({ program, each: 1_000, deaf: 3, slack: 1 }),
    short: (program) => slow({ program, each: 50, deaf: 1, slack }),
  },
  {
    name: "wire",
    what: "A3, A4: bytes that no browser sends, as requests and as frames",
    whole: (program) => wire({ program, times: 5, slack: 1 }),
    short: (program) => wire({ program, times: 1, slack }),
  },
  {
    name: "flood",
    what: "A5, A6, A7: bots that want to fill the line, tasks that were not done, addresses that are made up",
    whole: (program) => flood({ program, attempts: 10_000, networks: 200, withScripts: 45, without: 5, slack: 1 }),
    short: (program) => flood({ program, attempts: 200, networks: 40, withScripts: 5, without: 0, slack }),
  },
  {
    name: "staff",
    what: "A8: all of a large staff take files and search at once",
    whole: (program) => staff({ program, each: 50, places: 430, seconds: 10, slack: 1 }),
    short: (program) => staff({ program, each: 4, places: 60, seconds: 1, slack }),
  },
  {
    name: "guess",
    what: "A11: passwords that are guessed, sprayed and timed",
    whole: (program) => guess({ program, guessers: 50, seconds: 10, accounts: 1_000, timed: 500, slack: 1 }),
    short: (program) => guess({ program, guessers: 10, seconds: 1, accounts: 40, timed: 0, slack }),
  },
  {
    name: "inside",
    what: "A18: addresses that lead inside",
    whole: () => inside(),
    short: () => inside(),
  },
  {
    name: "mutate",
    what: "A22: requests and frames with some bytes changed",
    whole: (program) => mutate({ program, requests: 8_000, frames: 2_000, seed: 1, slack: 1 }),
    short: (program) => mutate({ program, requests: 200, frames: 40, seed: 2, slack }),
  },
];
