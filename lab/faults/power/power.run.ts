import { atLeast, none, said } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { type CutFindings, cutAll } from "./cuts.ts";
import { checkpoints, record } from "./record.ts";

// `npm run faults -- power [--cuts=1000] [--seed=1] [--long]`: R2. strace records a real server's writes; then the power is cut
// on paper, again and again, and what a disk may have kept is opened.

const args = process.argv.slice(2);
const isLong = args.includes("--long");
const cuts = numberGiven(args, "cuts", isLong ? 10_000 : 1_000);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const plan = { chats: isLong ? 24 : 8, messages: 14, seed };

progress(`${cuts} power cuts in what the one file writes, seed ${seed}`);
const full = await record({ ...plan, synchronous: "FULL" });
const found = cutAll(full, cuts, seed, progress);
progress("the control: the same server, made to wait for less (synchronous=NORMAL)");
const normal = await record({ ...plan, synchronous: "NORMAL" });
const control = cutAll(normal, Math.ceil(cuts / 10), seed, progress);

const toldOf = ({ steps }: typeof full) => steps.filter(({ kind }) => kind === "told").length;
const fates = ({ byFate }: CutFindings) =>
  Object.entries(byFate)
    .map(([fate, count]) => `${count} ${fate}`)
    .join(", ");

finish({
  name: "power",
  figures: [
    atLeast("power cuts", found.cuts, cuts),
    said("of these, by what the disk had of the last writes", fates(found)),
    said("of these, before the first words", found.early),
    atLeast("messages that somebody was told of", toldOf(full), plan.chats * plan.messages),
    atLeast("times that a log was carried into its database", checkpoints(full), 1),
    none("cuts after which words are lost that somebody was told of", found.losing),
    none("cuts after which a file is damaged or cannot be opened", found.corrupt),
    none("cuts after which a message has no key", found.keyless),
    none("cuts after which a conversation has a gap", found.gaps),
    ...(found.first ? [said("the first of these", found.first)] : []),
    said("the control: cuts", control.cuts),
    atLeast("the control: cuts after which words are lost", control.losing, 1),
    said("the control: most words lost at once", control.mostLost),
  ],
  raw: { ...plan, steps: full.steps.length, told: toldOf(full), found, control },
});
