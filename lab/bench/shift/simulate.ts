import { between, seeded } from "#lab/load/report/random.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { Event } from "#src/events.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { manyCounsellors } from "#tests/support/house/many.ts";
import { works } from "./counsellor.ts";
import { openTimeline } from "./timeline.ts";
import { type Kind, kinds, lives, type Young } from "./young.ts";

const minute = 60_000;
/** Longest time after the last arrival, ms. */
const longest = 3 * 60 * minute;
/** Jobs that ask other servers or keep the directory play no part. */
const jobsLeftOut = [
  ...["links of the directory", "other helplines", "directories of others", "the directory kept ready"],
  ...["the nightly copy of the data", "nightly copies, kept long enough"],
];
const jobsEvery = 5_000;

interface Evening {
  seed: number;
  counsellors: number;
  young: number;
  within: number;
}

export interface Went {
  kind: Kind;
  lane: "normal" | "urgent";
  language: string;
  /** ms since the beginning: in line, and first with a counsellor; null = never. */
  came: number | null;
  had: number | null;
  end: string | null;
}

export interface Found {
  went: Went[];
  /** All decisions in order: the same for the same seed. */
  decisions: { hash: string; n: number };
  counts: Map<string, number>;
  reported: string[];
}

/** Percent; everyone else talks. */
const shares: [Kind, number][] = [
  ["falls silent", 6],
  ["comes back", 8],
  ["jokes", 5],
  ["reloads", 10],
  ["leaves the line", 6],
  ["leaves fast", 6],
];

/** Returns an evening on a clock moved by hand, jobs included. */
export async function simulate({ seed, counsellors, young: n, within }: Evening): Promise<Found> {
  const clock = fakeClock();
  const home = await house({ clock });
  const random = seeded(seed);
  const timeline = openTimeline(clock);
  const decided: string[] = [];
  const counts = new Map<string, number>();
  home.helpline.db.listen((events) => {
    for (const event of events) {
      counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
      const said = decision(event);
      if (said) decided.push(`${timeline.now()} ${said}`);
    }
  });

  const staff = await manyCounsellors(home, counsellors);
  for (const [i, me] of staff.entries()) {
    const vanishes = i % 7 === 3 ? { at: (0.3 + i / 100) * within, ms: (i % 2 ? 4 : 15) * minute } : null;
    works({ home, me, timeline, random, vanishes });
  }
  const all: Young[] = Array.from({ length: n }, (_, i) => ({
    n: i + 1,
    kind: kindOf(random() * 100),
    urgent: random() < 0.15,
    language: ["en", "en", "nl", "fr"][i % 4]!,
    cameAt: between(random, 0, within),
    id: null,
  }));
  for (const one of all) lives(one, home, timeline, random);
  const byItself = async () => {
    timeline.in(jobsEvery, byItself);
    for (const job of jobs) {
      if (jobsLeftOut.includes(job.name) || timeline.now() % Math.max(job.every, jobsEvery) !== 0) continue;
      await runJob(home.helpline, job);
    }
  };
  timeline.in(0, byItself);

  const started = () => counts.get("conversation.started") ?? 0;
  const ended = () => counts.get("conversation.ended") ?? 0;
  await timeline.run(() => (started() >= n && ended() >= n) || timeline.now() > within + longest);
  const went = all.map((one) => howItWent(home.heard, one, decided));
  home.helpline.db.close();
  return {
    went,
    decisions: { hash: createHash(decided.join("\n")), n: decided.length },
    counts,
    reported: home.reported,
  };
}

function kindOf(chance: number): Kind {
  let upTo = 0;
  for (const [kind, share] of shares) {
    upTo += share;
    if (chance < upTo) return kind;
  }
  return kinds[0];
}

/** Who was given to whom, who waits again, how it ended; null = decides nothing. */
function decision(event: Event): string | null {
  switch (event.type) {
    case "conversation.started":
    case "conversation.paused":
      return `${event.type} ${event.conversationId}`;
    case "conversation.claimed":
    case "conversation.given_back":
    case "conversation.resumed":
    case "conversation.handed_over":
      return `${event.type} ${event.conversationId} ${event.staffId}`;
    case "conversation.ended":
      return `${event.type} ${event.conversationId} ${event.reason}`;
    default:
      return null;
  }
}

function howItWent(heard: Event[], { id, kind, urgent, language }: Young, decided: string[]): Went {
  const at = (what: string) => {
    const found = decided.find((line) => line.split(" ").slice(1, 3).join(" ") === `${what} ${id}`);
    return found === undefined ? null : Number(found.split(" ")[0]);
  };
  const [came, had] = [at("conversation.started"), at("conversation.claimed")];
  const end = heard.find((event) => event.type === "conversation.ended" && event.conversationId === id);
  return {
    kind,
    lane: urgent ? "urgent" : "normal",
    language,
    came,
    had,
    end: end?.type === "conversation.ended" ? end.reason : null,
  };
}
