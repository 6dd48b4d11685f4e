import { ChatWords, type OpenedChat } from "#views/counsellor/chat-words.tsx";
import { OpenEnded, type ShownStep } from "#views/counsellor/open-ended.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** Something that was wrong with a chat, as it is listed. */
export interface ShownConcern {
  id: number;
  conversationId: number;
  /** The chat is over, so that it can be opened. */
  ended: boolean;
  /** How far whoever looks is with reading the chat; null = it is not theirs. */
  step: ShownStep | null;
  /** Whoever looks has read the chat. */
  opened: boolean;
  /** The short name of the chat. */
  name: string;
  /** ms UTC */
  at: number;
  words: string | null;
  /** Something was written, and cannot be opened here. */
  isShut: boolean;
  /** Who has looked into it; null while nobody has. */
  done: { at: number; alias: string } | null;
}

export interface ConcernsProps {
  frame: StaffFrame;
  /** What this reader may read: of chats they had no part in. */
  concerns: ShownConcern[];
  /** How long the words of a chat are held after somebody has looked, days. */
  heldDays: number;
  /** How many come before those shown, and before the next ones; null = there are no more. */
  after: number;
  next: number | null;
  /** For admins: how many wait though every supervisor had a part in the chat; null for whoever is none. */
  ofNobody: number | null;
  /** The chat that was opened with one of them. */
  opened: (OpenedChat & { id: number }) | null;
  /** IANA name, for the times. */
  zone: string;
}

/** What young people said was wrong: only for supervisors who had no part in it. */
export function Concerns(props: ConcernsProps) {
  const { frame, concerns, heldDays, next, ofNobody } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.concern.title")} here="concerns">
      <h1>{t("staff.concern.title")}</h1>
      <p class="lead">{t("staff.concern.lead", { days: heldDays })}</p>
      {ofNobody !== null && ofNobody > 0 && (
        <p class="banner" role="status">
          {t("staff.concern.of_nobody", { n: ofNobody })}
        </p>
      )}
      {concerns.length === 0 && <p class="soft">{t("staff.concern.none")}</p>}
      <ul class="list">
        {concerns.map((one) => (
          <Row {...props} one={one} />
        ))}
      </ul>
      {next !== null && (
        <p>
          <a href={`/staff/concerns?after=${next}`}>{t("staff.concern.older")}</a>
        </p>
      )}
    </StaffSheet>
  );
}

function Row({ frame: { t }, one, opened, after, zone }: ConcernsProps & { one: ShownConcern }) {
  const path = `/staff/concerns/${one.id}`;
  const isOpen = opened?.id === one.id;
  return (
    <li id={`concern-${one.id}`}>
      <div>
        <p>
          <b>{one.name}</b> · <time datetime={new Date(one.at).toISOString()}>{t.dateTime(one.at, zone)}</time>
        </p>
        {one.words === null ? (
          <p class="soft">{t(one.isShut ? "staff.concern.words_shut" : "staff.concern.no_words")}</p>
        ) : (
          <p dir="auto" class="pre">
            {one.words}
          </p>
        )}
        {one.done && (
          <p class="soft">
            {t("staff.concern.done_by", { alias: one.done.alias, when: t.dateTime(one.done.at, zone) })}
          </p>
        )}
        {!one.ended && (
          <p class="soft">
            {t("staff.concern.goes_on")}{" "}
            <a href={`/staff/conversation/${one.conversationId}`}>{t("staff.concern.to_chat", { name: one.name })}</a>
          </p>
        )}
        {isOpen && <ChatWords t={t} name={one.name} words={opened} back="concerns" />}
      </div>
      {one.ended && (
        <div class="row-of">
          {!isOpen && (
            <OpenEnded t={t} path={path} at={`#concern-${one.id}`} of="concern" step={one.step} after={after} />
          )}
          {(one.opened || one.done) && (
            <form method="post" action={path}>
              <button type="submit" class="second" name="done" value={one.done ? "no" : "yes"}>
                {t(one.done ? "staff.concern.not_yet" : "staff.concern.done")}
              </button>
            </form>
          )}
        </div>
      )}
    </li>
  );
}
