import { asStaff } from "#src/db/db.ts";
import { undoWhole } from "#src/directory/importing/import-files.ts";
import { importRun } from "#src/directory/importing/runs.ts";
import { endAll, type ItemsTaken, refuseItems, takeItems } from "#src/directory/sharing/source-taking.ts";
import { removeSource } from "#src/directory/sharing/sources.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, lists } from "#src/http/server/context.ts";
import { showSource, sourceOf } from "./source.tsx";

/** POST /admin/directory/sources/:id/items: takes a source's values, or leaves ours as they are. */
export const decideItems: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = sourceOf(c, helpline);
  const form = await lists(c);
  const what = form.do?.at(-1) ?? "";
  if (!["take", "take_all", "reject"].includes(what)) throw new HelplineError("bad_input");
  const ids = what === "take_all" ? ("all" as const) : [...new Set(form.id ?? [])];
  if (ids.length === 0)
    return showSource(c, helpline, found, { refused: staffFrame(c, helpline).t("admin.source.none_ticked") });
  const actor = actorOf(c);
  if (what === "reject") {
    const n = await refuseItems(db, found, { actor, ids });
    return c.redirect(`/admin/directory/sources/${found.id}?rejected=${n}`, 303);
  }
  const visibility = form.visibility?.at(-1) === "public" ? "public" : "counsellors";
  const taken = await unlessTaken(
    takeItems(db, found, { actor, ids, theirs: theirsOf(form.theirs ?? []), visibility }),
  );
  if (!taken)
    return showSource(c, helpline, found, { refused: staffFrame(c, helpline).t("admin.directory.bulk_late") });
  return c.redirect(`/admin/directory/sources/${found.id}?${query(taken)}`, 303);
};

function query({ taken, refused, runId }: ItemsTaken): string {
  const run: Record<string, string> = runId === null ? {} : { run: String(runId) };
  return String(new URLSearchParams({ taken: String(taken), refused: String(refused), ...run }));
}

/** Each tick is "id field": the source's value is taken for that field of that service. */
function theirsOf(ticked: string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const one of ticked) {
    const [id = "", field = ""] = one.split(" ");
    found.set(id, (found.get(id) ?? new Set()).add(field));
  }
  return found;
}

/** POST /admin/directory/sources/:id/undo: takes back everything that was taken at once. */
export const undoTaken: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = sourceOf(c, helpline);
  const runId = idOf((await fields(c)).run);
  if (importRun(db, runId)?.sourceId !== found.id) throw new HelplineError("not_found");
  await undoWhole(db, { runId, actor: actorOf(c) });
  return c.redirect(`/admin/directory/sources/${found.id}?undone=1`, 303);
};

/** POST /admin/directory/sources/:id/remove: stops reading it; its entries become ours, or go out of use. */
export const removeThisSource: Handle = async (c, helpline) => {
  const found = sourceOf(c, helpline);
  const entries = (await fields(c)).entries;
  if (found.kind !== "partner" && entries !== "keep" && entries !== "end") {
    return showSource(c, helpline, found, { problems: [{ field: "entries", problem: "missing" }] });
  }
  const isEnd = entries === "end";
  const ended = isEnd ? await unlessTaken(endAll(helpline.db, found, actorOf(c))) : { runId: null };
  if (!ended)
    return showSource(c, helpline, found, { refused: staffFrame(c, helpline).t("admin.directory.bulk_late") });
  await helpline.db.change(actorOf(c), (tx, emit) => removeSource(tx, emit, found));
  const query = ended.runId === null ? "saved=removed" : `saved=ended&run=${ended.runId}`;
  return c.redirect(`/admin/directory/sharing?${query}`, 303);
};

function actorOf(c: C): Actor {
  return asStaff(c.get("member").id);
}
