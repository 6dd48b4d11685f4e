import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";
import { Done } from "#views/parts/told/saved.tsx";

interface DeletedPlace {
  id: string;
  name: string;
  at: number;
  around: boolean;
  /** Alias; null = no colleague. */
  who: string | null;
}

interface DeletedProps {
  frame: StaffFrame;
  zone: string;
  places: DeletedPlace[];
  /** Name of what was just deleted. */
  done: string | null;
}

/** The deleted entries, each with a way back. */
export function Deleted({ frame, zone, places, done }: DeletedProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.directory.deleted")} here="directory">
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
      </nav>
      <h1>{t("admin.directory.deleted")}</h1>
      {done !== null && <Done words={t("admin.directory.deleted_done", { name: done })} />}
      {places.length === 0 && <p class="hint">{t("admin.directory.week_none")}</p>}
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
  /** null = our own. */
  source: string | null;
}

/** Deletes an entry that should never have existed; a closed service only goes out of use. */
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
  /** `at` in ms UTC; `who` is null if it was no colleague. */
  gone: { at: number; around: boolean; who: string | null };
}

/** Says that an entry was deleted while someone typed: the form stays, and a button restores the entry with what it holds. */
export function EntryGone({ t, id, zone, gone: { who, ...when } }: EntryGoneProps) {
  const values = { who: who ?? t("admin.history.by_porchlight"), when: dayAndTime(t, when, zone) };
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus id="gone">
      <h2>{t("admin.entry.gone", values)}</h2>
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
