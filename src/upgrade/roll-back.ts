import { join } from "node:path";
import { fileOf } from "#src/backup/parts.ts";
import { systemClock } from "#src/clock.ts";
import { CommandError, momentIn } from "#src/command/terminal.ts";
import type { Config } from "#src/config.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { writer } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { homeZone } from "#src/hours/lines.ts";
import { copyCopies, destroyAsSince, going, hasCopies } from "./data.ts";
import type { Hands } from "./hands.ts";
import { besideProgram, ofPackage } from "./program.ts";
import type { UpgradeRecord } from "./record.ts";
import { backUp, rehearse } from "./rehearsal.ts";
import { inSeconds, recordOf, swapBehindDoor } from "./swap.ts";
import type { Task } from "./task.ts";

/** Goes back to the program and the data of before, once someone was told what it costs. Throws CommandError. */
export async function rollBack(config: Config, task: Task, hands: Hands, record: UpgradeRecord | null) {
  refuseNoWayBack(config, task, record);
  const { from, to } = task;
  const { copies, at } = record!;
  await hands.say(cost(config.dataDir, record!));
  const word = await hands.ask("To do it all the same, type BACK: ");
  if (word.trim().toLowerCase() !== "back") throw new CommandError("Nothing was changed.");
  await backUp(config, hands, "1 of 3");
  await hands.say(`2 of 3  Trying ${to!.version} on the data of before …\n`);
  await rehearse(config, task, async (folder) => copyCopies(config.dataDir, copies, { folder })).then((words) =>
    hands.say(`        ${words}\n`),
  );
  await hands.say(`3 of 3  Putting ${to!.version} and its data back; the door is closed meanwhile …\n`);
  const now = systemClock.now();
  const takes = { copies: copies + going, at };
  const next = recordOf(config, task, { at: now, kind: "rollback", takes });
  const ms = await swapBehindDoor(config, task, hands, next, () => {
    copyCopies(config.dataDir, copies, { copies: takes.copies });
    destroyAsSince(config.dataDir, takes.copies);
  });
  await hands.say(`Porchlight ${to!.version} serves, after ${inSeconds(ms)}. The helpline is closed with a note: look around, then open it at
/admin/open. The data of ${from.version} lie in the copy, and for seven days beside the data (${next.copies}).\n`);
  if (task.program === ofPackage)
    await hands.say(`apt still names ${from.version} as what is installed. That harms nothing; the next newer package is taken as always. To have it
name ${to!.version}, install the package of then once more: sudo apt install --allow-downgrades ./porchlight_${to!.version}_*.deb\n`);
}

function refuseNoWayBack({ dataDir }: Config, { from, to, program }: Task, record: UpgradeRecord | null) {
  if (record === null)
    throw new CommandError("There is nothing to go back to: “porchlight upgrade” has replaced no program here.");
  if (record.kind === "rollback")
    throw new CommandError(
      `There is nothing to go back to: Porchlight went back to ${record.to.version} last. The newer one is ${besideProgram(program).before}; “porchlight upgrade” takes it.`,
    );
  if (record.to.sha256 !== from.sha256)
    throw new CommandError(
      `What runs here is not the Porchlight ${record.to.version} that the last upgrade brought, so the data of before do not belong to it. A copy can be restored: docs/backup.md`,
    );
  if (!hasCopies(dataDir, record.copies))
    throw new CommandError(
      `The data of before are gone: they are kept for seven days. A copy of then can be restored: docs/backup.md`,
    );
  if (to === null || to.sha256 !== record.from.sha256)
    throw new CommandError(
      `The Porchlight of before (${record.from.version}) is no more at ${besideProgram(program).before}.`,
    );
}

/** Returns in words what a way back costs: what was written since. */
function cost(dataDir: string, { from, to, openedAt, at }: UpgradeRecord): string {
  const since = openedAt ?? at;
  const file = openReadOnly(join(dataDir, fileOf.data));
  try {
    const reader = writer(file);
    const { all } = reader;
    const written = all(q.selectFrom("message").select("conversation_id").where("at", ">", since));
    const begun = all(q.selectFrom("conversation").select("id").where("started_at", ">", since)).length;
    const chats = new Set(written.map(({ conversation_id }) => conversation_id)).size;
    return `Going back from ${to.version} to ${from.version} brings back the data of ${momentIn(homeZone(reader), at)}. What was written since is lost:
  ${count(written.length, "message")} in ${count(chats, "chat")}, ${begun} of them begun since then, and whatever else was changed.
Chats that go on end, and everyone signs in again. A copy of now is made first.
`;
  } finally {
    file.close();
  }
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
