import { deletedService, deletedServices, deleteService, restoreService } from "#src/directory/entry/deleting.ts";
import { service } from "#src/directory/entry/services.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, fields, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { Deleted } from "#views/admin/entry/deleted.tsx";
import { showEntry } from "./entry.tsx";
import { existing, readEntryForm } from "./entry-form.ts";

/** GET /admin/directory/deleted: deleted entries, each with a way to restore it. */
export const deletedPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const all = deletedServices(db);
  const places = all.map(({ id, entry, at, around, actor }) => {
    return { id, name: entry.name, at, around, who: aliasOfActor(db, actor) };
  });
  const done = places.find(({ id }) => id === c.req.query("done"))?.name ?? null;
  return page(c, <Deleted frame={staffFrame(c, helpline)} zone={homeZone(db)} places={places} done={done} />);
};

/** POST /admin/directory/:id/delete: for an entry that should never have been in the directory. */
export const deleteEntry: Handle = async (c, helpline) => {
  const found = existing(c, helpline);
  const basedOn = idOf((await fields(c)).based_on);
  const deleting = act(c, helpline.db, (tx, emit) => {
    deleteService(tx, emit, { id: found.id, basedOn });
    return true;
  });
  if ((await unlessTaken(deleting)) === null)
    return showEntry(c, helpline, found, { late: { seen: basedOn, wanted: "deleted" } });
  return c.redirect(`/admin/directory/deleted?done=${found.id}`, 303);
};

/** POST /admin/directory/:id/restore: restores an entry; a form typed when it was deleted comes back unsaved. */
export const restoreEntry: Handle = async (c, helpline) => {
  const { db } = helpline;
  const id = c.req.param("id") ?? "";
  const form = await readEntryForm(c);
  const isTyped = form.drawnFrom >= 0;
  const last = deletedService(db, id);
  await act(c, db, (tx, emit) => {
    // A colleague may have restored it meanwhile; what was typed must not be lost for that.
    if (!isTyped || !service(tx, id)) restoreService(tx, emit, { id });
    return true;
  });
  const found = service(db, id)!;
  if (!isTyped) return c.redirect(`/admin/directory/${id}?saved=${found.versionId}`, 303);
  // The restored version equals the last one, so someone who had seen that one is up to date.
  const basedOn = form.basedOn === last?.versionId ? found.versionId : form.basedOn;
  return showEntry(c, helpline, found, { form: { ...form, basedOn }, unsaved: true, back: true });
};
