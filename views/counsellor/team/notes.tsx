import type { SideNote } from "#src/conversation/colleagues/side-notes.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { Icon } from "#views/parts/icons.tsx";

export interface NotesNow {
  notes: SideNote[];
  draft: string;
  writes: boolean;
  wrong: string | null;
  unread: number;
  me: number;
  clientId: string;
}

interface NotesProps {
  t: Translate;
  /** The conversation and its short name. */
  id: number;
  name: string;
  zone: string;
  now: NotesNow;
}

/** Notes among colleagues beside a chat; it looks and says at once that it is not the chat. */
export function Notes({ t, id, name, zone, now }: NotesProps) {
  const action = tabAddress(id, "notes");
  return (
    <div class="notes">
      <p class="only-us">
        <Icon name="lock" />
        <span>{t("staff.notes.only_us", { name })}</span>
      </p>
      <div
        class="note-scroll"
        id={`note-scroll-${id}`}
        role="log"
        tabindex={0}
        aria-label={t("staff.notes.log", { name })}
      >
        <p class="hint no-notes">{t("staff.notes.empty")}</p>
        <ol class="note-list" id={`notes-${id}`}>
          {now.notes.map((note) => (
            <Note t={t} id={id} note={note} zone={zone} me={now.me} />
          ))}
        </ol>
      </div>
      {now.writes && (
        // console-notes.js sends it and keeps the words until they are stored; morphs leave it alone.
        <form class="note-form" id={`note-form-${id}`} method="post" action={action} hx-morph-skip="">
          <input type="hidden" name="client_id" value={now.clientId} />
          <label for={`note-text-${id}`}>{t("staff.notes.label")}</label>
          <textarea
            id={`note-text-${id}`}
            name="text"
            rows={2}
            dir="auto"
            autocomplete="off"
            required
            aria-describedby={`note-wrong-${id}`}
            aria-invalid={now.wrong === null ? undefined : "true"}
          >
            {now.draft}
          </textarea>
          <p class="wrong" id={`note-wrong-${id}`} role="alert">
            {now.wrong}
          </p>
          <button type="submit" class="second">
            {t("staff.notes.send")} <kbd>↵</kbd>
          </button>
        </form>
      )}
    </div>
  );
}

interface NoteProps {
  t: Translate;
  id: number;
  note: SideNote;
  zone: string;
  me: number;
}

/** A note among colleagues: who wrote it, when, and its words. */
export function Note({ t, id, note, zone, me }: NoteProps) {
  return (
    <li id={`note-${id}-${note.seq}`} data-seq={note.seq} class={note.staffId === me ? "side-note own" : "side-note"}>
      <p class="by">
        <b>{note.alias}</b>{" "}
        <time datetime={new Date(note.at).toISOString()} title={t.dateTime(note.at, zone)}>
          {t.time(note.at, zone)}
        </time>
      </p>
      <p dir="auto">{note.text ?? t("staff.message.shut")}</p>
    </li>
  );
}

/** The same note in the log at its moment, so that no one has to look for it; the young person's log has never heard of it. */
export function NoteInLog({ t, id, note, zone }: Omit<NoteProps, "me">) {
  return (
    <li id={`log-note-${id}-${note.seq}`} data-seq={`${note.after}.${note.seq}`} class="log-note">
      <p class="by">
        <Icon name="lock" />
        <b>{t("staff.notes.in_log")}</b> · <bdi>{note.alias}</bdi>
        <time datetime={new Date(note.at).toISOString()} title={t.dateTime(note.at, zone)}>
          {t.time(note.at, zone)}
        </time>
      </p>
      <p dir="auto" translate="no">
        {note.text ?? t("staff.message.shut")}
      </p>
    </li>
  );
}

/** On the tab: the number of unread notes of colleagues. */
export function NotesMark({ t, id, unread }: { t: Translate; id: number; unread: number }) {
  return (
    <span id={`notes-mark-${id}`} class="notes-mark">
      {unread > 0 && (
        <>
          <b>{t.number(unread)}</b>
          <span class="sr"> {t("staff.notes.unread", { n: unread })}</span>
        </>
      )}
    </span>
  );
}
