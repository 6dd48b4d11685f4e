import type { Translate } from "#src/i18n/i18n.ts";

/** One of those who answer, and whether they take new chats. */
export interface NewChatsOf {
  id: number;
  alias: string;
  /** Since when they take none (ms UTC), and who said so, which leads alone see; null = they do. */
  off: { since: number; by: string[] } | null;
}

interface RowProps {
  t: Translate;
  zone: string;
  person: NewChatsOf;
  /** The page that the form is on, of something that was wrong (id); null for the list of all. */
  concern: number | null;
}

/** Takes one of them off new chats, or lets them take new ones again. */
export function NewChatsRow({ t, zone, person, concern }: RowProps) {
  const { id, alias, off } = person;
  const list = new Intl.ListFormat(t.language, { type: "conjunction" });
  return (
    <li id={`new-chats-${id}`}>
      <div>
        <p>
          <b>{alias}</b>
        </p>
        {off !== null && (
          <p class="soft">
            {t("staff.new_chats.since", { when: t.dateTime(off.since, zone), people: list.format(off.by) })}
          </p>
        )}
      </div>
      <form method="post" action="/staff/new-chats">
        <input type="hidden" name="staff" value={id} />
        {concern !== null && <input type="hidden" name="concern" value={concern} />}
        <button type="submit" class="second" name="takes" value={off === null ? "no" : "yes"}>
          {t(off === null ? "staff.new_chats.off" : "staff.new_chats.lift", { alias })}
        </button>
      </form>
    </li>
  );
}
