import { minuteMs } from "#src/clock.ts";
import { hashPassword } from "#src/crypto/password.ts";
import { judgeTask, newTask, type ProofTask } from "#src/crypto/proof-of-work.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { keepAddressOf, networkOf } from "#src/http/limits/networks.ts";
import type { Unproved } from "#src/http/limits/start-flood.ts";
import { refuseStarting } from "#src/http/limits/too-fast.ts";
import { type C, fromScript, type Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page, sendItself } from "#src/http/server/page.ts";
import { begunBy, type Start, start } from "#src/queue/start.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { Busy, type BusyProps } from "#views/youth/door/busy.tsx";

// When very many come at once (start-flood.ts), their browser does a task or they wait a minute.

/** How long someone without scripts, or with a slow browser, waits, ms. */
export const busyPauseMs = minuteMs;
/** How soon they may try again when others of their network came first, ms. */
const againMs = 10_000;

/** The wait, unless their browser does the task; `task` is "" if they need a new one. */
interface Wait {
  seconds: number;
  task: string;
}

/** Someone who need not show anything has no place to give up. */
const proved: Unproved = { begun: () => {}, settle: () => {} };

/** Returns a place for someone who comes, or their wait; the task or the wait lets them in, and no form is asked twice. */
export async function placeNow(
  c: C,
  helpline: Helpline,
  given: Pick<Start, "startId" | "rehearsal" | "urgent"> & { task: string; solution: string },
): Promise<Unproved | Wait> {
  const { db, limiter, pressure, config, clock } = helpline;
  const { startId, rehearsal, urgent, task, solution } = given;
  if (rehearsal || begunBy(db, startId) !== null) return proved;
  const network = networkOf(c, config);
  const shown = task && (await judgeTask(db.keyring.taskSecret(), { ...asked(c, helpline, startId), task, solution }));
  if (!shown) return pressure.letIn(network) ?? { seconds: busyPauseMs / 1000, task: "" };
  const left = shown.askedAt + busyPauseMs - clock.now();
  const mayCome = () => network === null || limiter.take(urgent ? "startUrgentWaited" : "startWaited", network);
  if (shown.isSolved || (left <= 0 && mayCome())) return proved;
  return pressure.letIn(network) ?? { seconds: Math.ceil((left > 0 ? left : againMs) / 1000), task };
}

function asked(c: C, { config, clock }: Helpline, form: string): ProofTask {
  return { form, site: ownOrigin(c, config), at: clock.now() };
}

type Given = Pick<BusyProps, "words" | "secret" | "clientId" | "line" | "chosen" | "first" | "danger"> & {
  input: Start;
};

/** Shows the page on which they wait, with all of the form; a script sends it there as a browser does. */
export async function showBusy(c: C, helpline: Helpline, { input, ...kept }: Given, wait: Wait): Promise<Response> {
  const { db, assets } = helpline;
  const t = textsFor(db, input.language);
  if (fromScript(c)) return sendItself(c, t("youth.busy.title"));
  const task = wait.task || (await newTask(db.keyring.taskSecret(), asked(c, helpline, kept.clientId)));
  const shown: BusyProps = {
    ...kept,
    // Its links would lead away from the words.
    frame: { ...frame(c, helpline), t, languages: [], script: assets.busy },
    css: inlined(c, assets.busyCss.replaceAll("60s", `${wait.seconds}s`)),
    ways: saidLines(t.language, emergencyLines(settings(db).emergency).slice(1)),
    rules: input.rulesVersion,
    task,
    seconds: wait.seconds,
  };
  return page(c, <Busy {...shown} />, 428);
}

/** Begins at a place that was found, with the chosen secret word. Throws what `refuseStarting` and `start` throw. */
export async function startAt(
  helpline: Helpline,
  place: Unproved,
  { address, secret, ...input }: Start & { address: string | null; secret: string | null },
): Promise<number> {
  const { db } = helpline;
  try {
    // Last: rubbish must not use up what honest starts need.
    refuseStarting(helpline, input);
    // A chat that has begun keeps the secret word that it began with.
    const isNew = begunBy(db, input.startId) === null;
    const secretHash = secret !== null && isNew ? await hashPassword(secret) : null;
    const id = await db.change("youth", (tx, emit) => {
      const conversationId = start(tx, emit, { ...input, secretHash });
      keepAddressOf(tx, helpline, { conversationId, address });
      return conversationId;
    });
    place.begun(id);
    return id;
  } finally {
    place.settle();
  }
}
