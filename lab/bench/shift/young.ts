import { between, type Random } from "#lab/load/report/random.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { browser } from "./browser.ts";
import type { Timeline } from "./timeline.ts";

const minute = 60_000;

/** What a young person is like; most talk until they have said what they wanted. */
export const kinds = [
  "talks",
  "falls silent",
  "comes back",
  "jokes",
  "reloads",
  "leaves the line",
  "leaves fast",
] as const;
export type Kind = (typeof kinds)[number];

/** By these words a counsellor knows a joke. */
export const joke = "knock knock";

export interface Young {
  n: number;
  kind: Kind;
  urgent: boolean;
  language: string;
  cameAt: number;
  /** Of the conversation; null until the door was open. */
  id: number | null;
}

/** Someone comes to the door and does what their kind does, until their chat is over. */
export function lives(young: Young, home: House, timeline: Timeline, random: Random) {
  const { helpline } = home;
  const own = browser(home);
  const state = () => stateOf(conversation(helpline.db, young.id!)!);
  const soon = (least: number, most: number, work: () => Promise<void> | void) =>
    timeline.in(between(random, least, most), work);

  async function come() {
    const { form } = await own.door(young.language);
    // No one is there, or too many wait: they try again.
    if (!form) return soon(20_000, 60_000, come);
    const before = home.heard.length;
    await own.post("/start", {
      ...form,
      l: young.language,
      text: young.kind === "jokes" ? joke : `I am number ${young.n}`,
      ...(young.urgent && { danger: "yes" }),
    });
    const begun = home.heard.slice(before).find(({ type }) => type === "conversation.started");
    if (begun?.type !== "conversation.started") return soon(20_000, 60_000, come);
    young.id = begun.conversationId;
    helpline.youth.opened(young.id);
    if (young.kind === "leaves the line") soon(2 * minute, 9 * minute, giveUp);
    soon(5_000, 30_000, act);
  }

  async function giveUp() {
    if (state() === "waiting") await own.post("/end", { from: "waiting" });
  }

  let said = 0;
  let isAway = false;
  const enough = Math.round(between(random, 9, 20));

  async function act(): Promise<void> {
    const now = state();
    if (now === "ended") return shut();
    soon(40_000, 90_000, act);
    if (isAway) return;
    if (young.kind === "reloads") return reload();
    if (now === "waiting" && said > 1) return;
    if (now === "paused") return comeBack();
    said += 1;
    if (now === "talking" && young.kind === "falls silent" && said > 3) return fallSilent(45 * minute);
    if (now === "talking" && young.kind === "comes back" && said === 4)
      return fallSilent(between(random, 8, 20) * minute);
    if (now === "talking" && young.kind === "leaves fast" && said > 3) return void (await own.post("/leave", {}));
    if (now === "talking" && said > enough) return void (await own.post("/end", {}));
    await own.say(`words ${said}`);
  }

  function fallSilent(ms: number) {
    isAway = true;
    timeline.in(ms, () => {
      isAway = false;
    });
  }

  async function reload() {
    helpline.youth.closed(young.id!);
    isAway = true;
    soon(2_000, 50_000, async () => {
      isAway = false;
      await own.get("/");
      helpline.youth.opened(young.id!);
      if (state() !== "ended") await own.say("I am here again");
      said += 1;
      if (said > enough && state() === "talking") await own.post("/end", {});
    });
  }

  const comeBack = async () => void (await own.post("/here", {}));

  function shut() {
    helpline.youth.closed(young.id!);
  }

  timeline.in(young.cameAt, come);
}
