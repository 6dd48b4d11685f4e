import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";
import { Done } from "#views/parts/told/saved.tsx";

/** A place that is not in the directory any more. */
interface DeletedPlace {
  id: string;
  name: string;
  /** ms UTC */
  at: number;
  around: boolean;
  /** The alias of a colleague; null for whoever is none. */
  who: string | null;
}

interface DeletedProps {
  frame: StaffFrame;
  /** IANA name, for the times. */
  zone: string;
  /** The newest first. */
  places: DeletedPlace[];
  /** The name of what was just deleted. */
  done: string | null;
}

/** The places that were deleted, and the way back of each. */
export function Deleted({ frame, zone, places, done }: DeletedProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.directory.deleted")} here="directory">
      <nav class="tabs" aria-label={t("admin.directory.title")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
      </nav>
      <h1>{t("admin.directory.deleted")}</h1>
      {done !== null && <Done words={t("admin.directory.deleted_done", { name: done })} />}
      {places.length === 0 && <p class="hint">{t("admin.directory.deleted_none")}</p>}
      <ul class="list">
        {places.map((place) => (
          <li id={`place-${place.id}`}>
            <div>
              <p dir="auto">{place.name}</p>
              <p class="soft small">{`${place.who ?? t("admin.history.by_porchlight")}, ${dayAndTime(t, place, zone)}`}</p>
            </div>
            <form method="post" action={`/admin/directory/${place.id}/restore`}>
              <button type="submit" class="second">
                {t("admin.directory.restore")}
                <span class="sr">{`: ${place.name}`}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </StaffSheet>
  );
}

export interface DeleteEntryProps {
  t: Translate;
  id: string;
  basedOn: number;
  name: string;
  /** What it is read from; null = our own. */
  source: string | null;
}

/** For what should never have been in the directory; what has closed is only out of use. */
export function DeleteEntry({ t, id, basedOn, name, source }: DeleteEntryProps) {
  return (
    <details class="group" id="delete">
      <summary>
        <b>{t("admin.directory.delete")}</b>
      </summary>
      <div class="group-fields">
        <p>{source === null ? t("admin.directory.delete_hint") : t("admin.directory.delete_not", { source })}</p>
        {source === null && (
          <form method="post" action={`/admin/directory/${id}/delete`}>
            <input type="hidden" name="based_on" value={String(basedOn)} />
            <button type="submit" class="second">
              {t("admin.directory.delete_yes", { name })}
            </button>
          </form>
        )}
      </div>
    </details>
  );
}

export interface EntryGoneProps {
  t: Translate;
  id: string;
  zone: string;
  /** Who deleted it, null for whoever is no colleague, and when, ms UTC. */
  gone: { at: number; around: boolean; who: string | null };
}

/** A place that was deleted while somebody typed: the form stays, and its button takes it along. */
export function EntryGone({ t, id, zone, gone: { who, ...when } }: EntryGoneProps) {
  const values = { who: who ?? t("admin.history.by_porchlight"), when: dayAndTime(t, when, zone) };
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus id="gone">
      <h2>{t("admin.entry.gone", values)}</h2>
      <p>{t("admin.entry.gone_next")}</p>
      <button
        type="submit"
        class="second"
        form="settings"
        formaction={`/admin/directory/${id}/restore`}
        name="do"
        value="restore"
      >
        {t("admin.directory.restore")}
      </button>
    </div>
  );
}
