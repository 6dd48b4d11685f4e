import { asStaff } from "#src/db/db.ts";
import { linkChecks } from "#src/directory/care/link-check.ts";
import { openReports, resolveReport } from "#src/directory/care/reports.ts";
import { findings, verify } from "#src/directory/care/verification.ts";
import { changeService, type Service, service } from "#src/directory/entry/services.ts";
import { todayOf } from "#src/directory/search/today.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { backTo } from "#src/http/server/pages.ts";
import { showEntry } from "./entry.tsx";
import { byHand } from "./entry-choices.ts";
import { existing, ofPath } from "./entry-form.ts";

/** POST /admin/directory/:id/verify: notes that someone checked the entry, or tried to. */
export const verifyEntry: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const given = await fields(c);
  const method = byHand.find((one) => one === given.method);
  const said = Object.entries(findings).find(([name]) => name === given.outcome)?.[1];
  if (!method || !said) throw new HelplineError("bad_input");
  const basedOn = idOf(given.based_on);
  const actor: Actor = asStaff(c.get("member").id);
  const { outcome, status } = said;
  const input = {
    id: found.id,
    actor,
    method,
    outcome,
    note: (given.note ?? "").trim(),
    today: todayOf(helpline.db, helpline.clock.now()),
  };
  const doing = helpline.db.change(actor, (tx, emit) => {
    // Someone who confirms what a colleague has just changed has looked at another version.
    if (service(tx, found.id)?.versionId !== basedOn) throw new HelplineError("taken");
    verify(tx, emit, input);
    if (status) changeService(tx, emit, { id: found.id, entry: { ...found.entry, status }, basedOn });
  });
  if ((await unlessTaken(doing)) === null)
    return showEntry(c, helpline, found, { late: { seen: basedOn, wanted: "undone" } });
  return goBack(c, helpline, found, "verify", given.back);
};

/** POST /admin/directory/:id/resolve: closes a report about the entry. */
export const resolveEntryReport: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const given = await fields(c);
  const reportId = idOf(given.report);
  if (!openReports(helpline.db, found.id).some(({ id }) => id === reportId)) throw new HelplineError("not_found");
  await act(c, helpline.db, resolveReport, { reportId });
  return goBack(c, helpline, found, "mend", given.back);
};

/** POST /admin/directory/:id/link: replaces a moved link; throws `bad_input` if it now leads elsewhere than shown. */
export const takeLink: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const given = await fields(c);
  const moved = linkChecks(helpline.db, found.id).find(({ url, movedTo }) => url === given.url && movedTo !== null);
  if (!moved) throw new HelplineError("not_found");
  if (moved.movedTo !== given.to) throw new HelplineError("bad_input");
  const channels = found.entry.channels.map((one) =>
    one.value.trim() === moved.url ? { ...one, value: moved.movedTo! } : one,
  );
  const change = { id: found.id, entry: { ...found.entry, channels }, basedOn: idOf(given.based_on) };
  const doing = act(c, helpline.db, changeService, change);
  if ((await unlessTaken(doing)) === null)
    return showEntry(c, helpline, found, { late: { seen: change.basedOn, wanted: "undone" } });
  return goBack(c, helpline, found, "mend", given.back);
};

function goBack(c: C, helpline: Helpline, { id, versionId }: Service, did: "verify" | "mend", back = ""): Response {
  const after = ofPath(c, helpline)!.versionId;
  const saved = after === versionId ? 0 : after;
  if (back === "") return c.redirect(`/admin/directory/${id}?saved=${saved}#care`, 303);
  const row = idOf(/\brow=(\d{1,4})$/.exec(back)?.[1]);
  return c.redirect(`/admin/directory?${backTo(back, { row, saved })}&done=${id}&did=${did}#done`, 303);
}
