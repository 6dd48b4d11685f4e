import { type Figure, percentile } from "#lab/load/report/report.ts";
import type { Cost, Measured, Timed } from "./measure.ts";
import { chatBudget, formBudget, leaveBudget, sendBudget, viewBudget } from "./profiles.ts";
import type { Visit } from "./visit.ts";

const median = (values: number[]) => percentile(values, 0.5);
const ms = (value: number) => `${Math.round(value)} ms`;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

/** Returns all findings against PROMISES.md Y13 and Y14; a missing value passes nothing. */
export function judge({ timed, costs, whole }: Measured): Figure[] {
  return [...timed.flatMap(ofTimes), ...ofView(timed), ...costs.flatMap((cost) => ofChat(cost, whole))];
}

function ofTimes({ played, profile, visits }: Timed): Figure[] {
  // CDP slows requests, not sockets, so waits on the socket do not count.
  const onSocket = (most: number) => (played === "CDP" ? null : most);
  const judged: [string, keyof Visit, number | null][] = [
    ["time to first type", "type", profile.budget.type],
    ["live channel open after chat page start", "socket", onSocket(profile.budget.live)],
    ["send to own message confirmed", "send", onSocket(sendBudget(profile))],
    ["form post to new page, no JS", "form", formBudget(profile)],
    ["leave fast to blank", "leave", leaveBudget],
  ];
  return judged.map(([what, key, most]) => {
    const values = visits.map((one) => one[key]);
    const spread = `${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))}`;
    const got = `${ms(median(values))} (${spread})`;
    const name = `${profile.name}, ${played}: ${what}`;
    if (most === null) return { name, got: `${got}, sockets not slowed`, aim: "", pass: true };
    return { name, got, aim: `at most ${ms(most)}`, pass: median(values) <= most };
  });
}

/** The maximum of all visits: bytes do not get better with the median. */
function ofView(timed: Timed[]): Figure[] {
  const most = (key: keyof Visit) => Math.max(...timed.flatMap(({ visits }) => visits.map((one) => one[key])));
  const figure = (name: string, value: number, show: (value: number) => string, budget?: number) => ({
    name: `first view: ${name}`,
    got: show(value),
    aim: budget === undefined ? "" : `at most ${show(budget)}`,
    pass: value > 0 && value <= (budget ?? value),
  });
  const bytes = (value: number) => `${value} B`;
  return [
    figure("requests", most("requests"), String, viewBudget.requests),
    figure("page and script, with headers", most("bytes"), bytes, viewBudget.bytes),
    figure("script", most("script"), bytes, viewBudget.script),
    figure("the chat’s script, fetched while somebody types, with headers", most("ahead"), bytes),
  ];
}

const named = { socket: "by WebSocket", poll: "by long poll", forms: "without JS" };

/** Bytes without TCP/IP headers are reported, not judged: they would pass too easily. */
function ofChat({ way, door, chat, typing, quietMinute }: Cost, whole: boolean): Figure[] {
  const { target, hard } = chatBudget[way];
  const note = (name: string, bytes: number) => ({ name, got: kb(bytes), aim: "", pass: Number.isFinite(bytes) });
  return [
    whole
      ? {
          name: `60 messages ${named[way]}, ${door}`,
          got: kb(chat),
          aim: `at most ${kb(target)} (never over ${kb(hard)})`,
          pass: chat > 0 && chat <= target,
        }
      : note(`60 messages ${named[way]}, ${door}, no TCP and IP headers`, chat),
    ...(typing === null ? [] : [note(`  one more “is typing” ${named[way]}`, typing)]),
    note(`  a quiet minute ${named[way]}`, quietMinute),
  ];
}
