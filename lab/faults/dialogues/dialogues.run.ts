import { atLeast, none, said } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, notRun, progress } from "#lab/load/report/report.ts";
import { close } from "#tests/support/browser/browser.ts";
import { canBrowse } from "#tests/support/run/programs.ts";
import { found } from "./controls.ts";
import { dialogues } from "./dialogues.ts";
import { judgeDialogue, nothingWrong, plants, type Wrong } from "./judge.ts";
import { type Plan, planOf } from "./plan.ts";
import { type Played, play } from "./play.ts";

// npm run faults -- dialogues [--seed=7] [--times=20] [--only=5]: dialogues between Noor and Anna, in browsers whose network comes and goes.

const args = process.argv.slice(2);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const times = numberGiven(args, "times", args.includes("--long") ? 20 : 6);
const only = numberGiven(args, "only", 0);

/** Most of the time somebody waits for a network. */
const atOnce = 4;

/** What is wrong with one, in words; "" for nothing. */
function faultsIn(wrong: Wrong): string {
  const names = Object.entries(wrong).filter(([, count]) => count > 0);
  return names.map(([name, count]) => `${count} ${name}`).join(", ");
}

const ways = ({ scripts, sockets }: Plan) => {
  if (!scripts) return "no scripts";
  return sockets ? "sockets" : "long poll";
};

async function run() {
  const all = dialogues();
  const began = performance.now();
  const results: (Played & { title: string; way: string; wrong: Wrong })[] = [];
  const playOne = async (number: number) => {
    const dialogue = all[number % all.length]!;
    const plan = planOf(dialogue, seed, number);
    const from = performance.now();
    const name = `${number + 1}. ${dialogue.title} (${ways(plan)})`;
    const played = await play(dialogue, plan, (what) => progress(`${name}: ${what}`));
    const wrong = judgeDialogue(played.evidence);
    results.push({ ...played, title: dialogue.title, way: ways(plan), wrong });
    const seconds = Math.round((performance.now() - from) / 1_000);
    progress(`${name}: ${played.cuts} cuts, ${seconds} s: ${faultsIn(wrong) || "all there"}`);
    for (const one of played.reported) progress(one);
  };
  // `--only=5` plays the fifth again, in the plan it had.
  const left = only > 0 ? [only - 1] : Array.from({ length: times }, (_, number) => number);
  const playOn = async () => {
    for (let number = left.shift(); number !== undefined; number = left.shift()) await playOne(number);
  };
  await Promise.all(Array.from({ length: atOnce }, playOn));
  const sum = (count: (one: (typeof results)[number]) => number) => results.reduce((all, one) => all + count(one), 0);
  const sound = results.find(({ wrong }) => faultsIn(wrong) === "");
  const missed = plants.filter((plant) => !sound || judgeDialogue(plant.spoil(sound.evidence))[plant.in] <= 0);
  for (const { name } of missed) progress(`The judge did not find ${name}.`);
  const controls = [await found(true), await found(false)];
  const messages = sum(({ evidence }) => evidence.lines.length);
  const counted = {
    dialogues: results.length,
    messages,
    cuts: sum((one) => one.cuts),
    reloads: sum((one) => one.reloads),
    returns: sum((one) => one.returns),
    again: sum((one) => one.again),
    read: sum((one) => one.read),
  };
  const wrong = Object.keys(nothingWrong).map((name) => [name, sum((one) => one.wrong[name as keyof Wrong])] as const);
  const names = {
    ...{ lost: "messages that are missing somewhere", doubled: "messages that are there twice" },
    ...{ swapped: "not in the order of their writer", strange: "words that nobody said" },
    ...{ differing: "pages that do not show what is stored", gaps: "numbers left out" },
    early: "“Read” before Anna’s page showed it",
  };
  finish({
    name: "dialogues",
    figures: [
      ...wrong.map(([name, count]) => none(names[name as keyof Wrong], count)),
      none(
        "what the server reported",
        sum((one) => one.reported.length),
      ),
      none("planted faults that the judge did not find", missed.length),
      atLeast(
        "“Read” set too early on purpose, and found: with scripts, and without",
        controls.filter(Boolean).length,
        2,
      ),
      atLeast("“Read” seen under words of Noor", counted.read, times),
      atLeast("networks cut", counted.cuts, times),
      said("dialogues, and messages in them", `${counted.dialogues}, ${messages}`),
      said("pages loaded again, and tabs closed and opened again", `${counted.reloads}, ${counted.returns}`),
      said("words gone with a page, and written again", counted.again),
      said("whole run", `${Math.round((performance.now() - began) / 1_000)} s`),
    ],
    raw: {
      seed,
      ...counted,
      wrong: Object.fromEntries(wrong),
      each: results.map(({ title, way, cuts, wrong }) => ({ title, way, cuts, wrong })),
    },
  });
}

if (canBrowse) {
  await run();
  await close();
} else notRun("dialogues", "There is no Chromium here. CHROMIUM names one.");
process.exit();
