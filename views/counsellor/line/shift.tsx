import type { Translate } from "#src/i18n/i18n.ts";
import type { ShiftNote } from "#src/staff/shift/shift-room.ts";
import { Icon } from "#views/parts/icons.tsx";

export interface OnShift {
  id: number;
  alias: string;
  availability: "available" | "away";
  /** Young people they are in a chat with. */
  chats: number;
}

export interface ShiftRoomProps {
  t: Translate;
  /** Shown at once: without scripts the room is a page. */
  open: boolean;
  people: OnShift[];
  notes: ShiftNote[];
  keptHours: number;
  mayTellAll: boolean;
  me: number;
  zone: string;
  clientId: string;
  draft: string;
  refused: { text: string; sentence: string } | null;
}

/** The room of those on shift, over the console: who is there, and short messages among colleagues. */
export function ShiftRoom(props: ShiftRoomProps) {
  const { t, refused } = props;
  return (
    <dialog id="shift" aria-labelledby="shift-title" open={props.open}>
      <header class="shift-head">
        <h2 id="shift-title">{t("staff.shift.title")}</h2>
        <a class="quiet" id="shut-shift" href="/staff">
          <Icon name="close" />
          <span class="sr">{t("staff.shift.shut")}</span>
        </a>
      </header>
      <ShiftPeople t={t} people={props.people} />
      <div class="shift-scroll" role="log" tabindex={0} aria-label={t("staff.shift.log")}>
        <p class="hint no-notes">{t("staff.shift.empty")}</p>
        <ol id="shift-notes" class="note-list">
          {props.notes.map((note) => (
            <ShiftLine {...props} note={note} />
          ))}
        </ol>
      </div>
      <form class="note-form" id="shift-form" method="post" action="/staff/shift" hx-morph-skip="">
        <input type="hidden" name="client_id" value={props.clientId} />
        <label for="shift-text">{t("staff.shift.label")}</label>
        <textarea
          id="shift-text"
          name="text"
          rows={2}
          dir="auto"
          autocomplete="off"
          required
          aria-describedby="shift-hint shift-wrong"
          aria-invalid={refused ? "true" : undefined}
        >
          {refused?.text ?? props.draft}
        </textarea>
        <p class="wrong" id="shift-wrong" role="alert">
          {refused?.sentence}
        </p>
        {props.mayTellAll && (
          <label class="check">
            <input type="checkbox" name="all" value="1" />
            <span>{t("staff.shift.to_all")}</span>
          </label>
        )}
        <p class="soft" id="shift-hint">
          {t("staff.shift.hint", { n: props.keptHours })}
        </p>
        <button type="submit" class="second">
          {t("staff.composer.send")} <kbd>↵</kbd>
        </button>
      </form>
    </dialog>
  );
}

/** Who is on shift, who has room, and how many chats each has. */
export function ShiftPeople({
  t,
  people,
  order,
}: Pick<ShiftRoomProps, "t" | "people"> & {
  /** If only changed rows are here: all ids in order. The page has the other rows. */
  order?: number[] | undefined;
}) {
  return (
    <ul
      id="shift-people"
      class="shift-people"
      aria-label={t("staff.shift.people")}
      data-order={order?.length ? order.join(" ") : undefined}
    >
      {(order ?? people).length === 0 && <li class="soft">{t("staff.shift.nobody")}</li>}
      {people.map(({ id, alias, availability, chats }) => (
        <li id={`on-shift-${id}`}>
          <Icon name={availability === "available" ? "connected" : "away"} />
          <b>{alias}</b>{" "}
          <span class="soft">
            {t(`staff.availability.${availability}`)}
            {chats > 0 && `, ${t("staff.shift.chats", { n: chats })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

type LineProps = Pick<ShiftRoomProps, "t" | "me" | "zone" | "mayTellAll"> & { note: ShiftNote };

/** A message of the shift; if it is to all, also who read it, and a way to take it back. */
export function ShiftLine({ t, me, zone, mayTellAll, note }: LineProps) {
  const back = `/staff/shift/${note.id}/back`;
  return (
    <li id={`shift-${note.id}`} data-seq={note.id} class={note.staffId === me ? "side-note own" : "side-note"}>
      <p class="by">
        <b>{note.alias}</b>{" "}
        <time datetime={new Date(note.at).toISOString()} title={t.dateTime(note.at, zone)}>
          {t.time(note.at, zone)}
        </time>
        {note.kind === "all" && ` · ${t("staff.shift.was_to_all")}`}
      </p>
      <p dir="auto">{note.text ?? t("staff.message.shut")}</p>
      {note.kind === "all" && mayTellAll && (
        <form class="by read-by" method="post" action={back} hx-post={back} hx-swap="none">
          <span>
            {note.readBy.length === 0
              ? t("staff.shift.read_by_none")
              : t("staff.shift.read_by", { people: names(t, note.readBy) })}
          </span>
          <button type="submit" class="quiet">
            {t("staff.handover.withdraw")}
          </button>
        </form>
      )}
    </li>
  );
}

function names(t: Translate, people: string[]): string {
  return new Intl.ListFormat(t.language, { type: "conjunction" }).format(people);
}

/** What a supervisor said to all, in every console until it is read. */
export function ToAll({ t, notes }: { t: Translate; notes: ShiftNote[] }) {
  return (
    <div id="to-all" role="status" data-ids={notes.map(({ id }) => id).join(" ")}>
      {notes.map(({ id, alias, text }) => (
        <form
          class="banner to-all"
          id={`to-all-${id}`}
          method="post"
          action={`/staff/shift/${id}/read`}
          hx-post={`/staff/shift/${id}/read`}
          hx-swap="none"
        >
          <p dir="auto">
            <b>{alias}:</b> {text ?? t("staff.message.shut")}
          </p>
          <button type="submit" class="second">
            {t("staff.shift.read")}
          </button>
        </form>
      ))}
    </div>
  );
}

/** Link from the top line to the room, with the number of new messages. */
export function ToShift({ t, unseen }: { t: Translate; unseen: number }) {
  return (
    <form id="to-shift" method="post" action="/staff/shift/seen">
      <button type="submit" class="quiet" data-letter="s" title={t("staff.shift.title")}>
        <Icon name="people" />
        <span class="label">{t("staff.shift.title")}</span>
        <ShiftMark t={t} unseen={unseen} />
      </button>
    </form>
  );
}

/** On its button: the number of unseen messages of the shift. */
export function ShiftMark({ t, unseen }: { t: Translate; unseen: number }) {
  return (
    <span id="shift-mark" class="notes-mark">
      {unseen > 0 && (
        <>
          <b>{t.number(unseen)}</b>
          <span class="sr"> {t("staff.shift.unseen", { n: unseen })}</span>
        </>
      )}
    </span>
  );
}
