import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Someone who answers, and whether they take new chats. */
export interface NewChatsOf {
  id: number;
  alias: string;
  /** ms UTC. `isOwn`: the reader can lift it. `by`: seen by leads alone. null = they take new chats. */
  off: { since: number; isOwn: boolean; by: string[] | null } | null;
}

interface NewChatsProps {
  frame: StaffFrame;
  people: NewChatsOf[];
  zone: string;
}

/** Who gets new chats, for those in charge of people. */
export function NewChats({ frame, people, zone }: NewChatsProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.new_chats.title")}>
      <h1>{t("staff.new_chats.title")}</h1>
      <p class="lead">{t("staff.new_chats.hint")}</p>
      {people.length === 0 && <p class="soft">{t("staff.new_chats.none")}</p>}
      <ul class="list">
        {people.map((person) => (
          <NewChatsRow t={t} zone={zone} person={person} concern={null} />
        ))}
      </ul>
    </StaffSheet>
  );
}

interface RowProps {
  t: Translate;
  zone: string;
  person: NewChatsOf;
  /** Id of the complaint whose page has the form; null = the list of all. */
  concern: number | null;
}

/** Takes someone off new chats, or lets them take new ones again. */
export function NewChatsRow({ t, zone, person, concern }: RowProps) {
  const { id, alias, off } = person;
  const isLifted = off?.isOwn ?? false;
  return (
    <li id={`new-chats-${id}`}>
      <div>
        <p>
          <b>{alias}</b>
        </p>
        {off !== null && <p class="soft">{sinceOf(t, off, zone)}</p>}
        {off !== null && !off.isOwn && <p class="hint">{t("error.new_chats_other")}</p>}
      </div>
      <form method="post" action="/staff/new-chats">
        <input type="hidden" name="staff" value={id} />
        {concern !== null && <input type="hidden" name="concern" value={concern} />}
        <button type="submit" class="second" name="takes" value={isLifted ? "yes" : "no"}>
          {t(isLifted ? "staff.new_chats.lift" : "staff.new_chats.off", { alias })}
        </button>
      </form>
    </li>
  );
}

function sinceOf(t: Translate, { since, by }: NonNullable<NewChatsOf["off"]>, zone: string): string {
  const when = t.dateTime(since, zone);
  if (by === null) return t("staff.new_chats.off_since", { when });
  const list = new Intl.ListFormat(t.language, { type: "conjunction" });
  return t("staff.new_chats.since", { when, people: list.format(by) });
}
