import { type Figure, percentile } from "#lab/load/report/report.ts";
import type { Found, Went } from "./simulate.ts";

const minute = 60_000;
/** Longest wait with 20 counsellors. */
const longestWait = 30 * minute;

/** How a chat of each kind may end; any other end is a loss. */
const mayEnd: Record<Went["kind"], string[]> = {
  talks: ["ended_by_youth", "ended_by_counsellor"],
  "falls silent": ["faded_out", "ended_by_counsellor"],
  "comes back": ["ended_by_youth", "ended_by_counsellor", "faded_out"],
  // Danger is no joke.
  jokes: ["joke", "ended_by_youth", "ended_by_counsellor"],
  reloads: ["ended_by_youth", "ended_by_counsellor"],
  "leaves the line": ["left_line", "ended_by_youth", "ended_by_counsellor"],
  "leaves fast": ["left_fast"],
};

/** Returns those no one came for, or whose chat ended wrongly. */
export function lost({ went }: Found): Went[] {
  return went.filter(
    ({ kind, had, end }) => end === null || !mayEnd[kind].includes(end) || (had === null && end !== "left_line"),
  );
}

/** Returns those overtaken by a later one of the same lane and language. */
export function passed({ went }: Found): Went[] {
  return went.filter((one) =>
    went.some(
      (other) =>
        other.lane === one.lane &&
        other.language === one.language &&
        one.came !== null &&
        one.had !== null &&
        other.came !== null &&
        other.had !== null &&
        other.came > one.came &&
        other.had < one.had,
    ),
  );
}

/** Returns the waits of a lane, ms. */
export function waits({ went }: Found, lane: Went["lane"]): number[] {
  return went.flatMap((one) =>
    one.lane === lane && one.came !== null && one.had !== null ? [one.had - one.came] : [],
  );
}

const inMinutes = (ms: number) => `${(ms / minute).toFixed(1)} min`;

/** Returns a shift's figures; `again` is the same shift once more. */
export function judge(found: Found, again: Found): Figure[] {
  const { went, counts, decisions, reported } = found;
  const zero = (name: string, n: number): Figure => ({ name, got: String(n), aim: "0", pass: n === 0 });
  const lanes = (["urgent", "normal"] as const).map((lane): Figure => {
    const all = waits(found, lane);
    const [p50, p95, most] = [percentile(all, 0.5), percentile(all, 0.95), Math.max(...all)];
    const got = `${all.length} people: half within ${inMinutes(p50)}, 95 % within ${inMinutes(p95)}, all within ${inMinutes(most)}`;
    return { name: `waits, ${lane}`, got, aim: `all within ${inMinutes(longestWait)}`, pass: most <= longestWait };
  });
  const often = ["conversation.handed_over", "conversation.paused", "conversation.given_back"];
  const jokes = went.filter(({ end }) => end === "joke").length;
  const isSame = again.decisions.hash === decisions.hash;
  return [
    zero("lost", lost(found).length),
    zero("passed in their lane and language", passed(found).length),
    ...lanes,
    { name: "chats that were begun", got: String(went.filter(({ had }) => had !== null).length), aim: "", pass: true },
    {
      name: "handed over, paused, given back; set aside as jokes",
      got: `${often.map((type) => counts.get(type) ?? 0).join(", ")}; ${jokes}`,
      aim: "",
      pass: true,
    },
    zero("reported as wrong", reported.length),
    {
      name: "the same once more",
      got: `${isSame ? "the same" : "other"} ${decisions.n} decisions (${decisions.hash.slice(0, 12)})`,
      aim: "the same decisions",
      pass: isSame,
    },
  ];
}
