import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnDebrief } from "#src/record/debrief.ts";
import { HelpAfter, type HelpAfterNow } from "#views/counsellor/team/help-wanted.tsx";
import { AfterChat, CloseChat, type RecordAfter } from "./after-chat.tsx";
import { Debrief } from "./debrief.tsx";

/** A chat that the young person deleted, as its counsellor sees it. */
export interface ErasedChat {
  id: number;
  name: string;
  /** Those on shift can still read it while the danger lasts, for `hours` at most; null = it is gone. */
  danger: { hours: number } | null;
  helpAfter: HelpAfterNow | null;
  /** Its record (null = not counted) and a debrief; null = only the way there is shown. */
  after: { record: RecordAfter | null; debrief: { said: OwnDebrief | null; maxNote: number } | null } | null;
}

interface ErasedProps {
  t: Translate;
  chat: ErasedChat;
  other: number | null;
  /** Ask before closing without a record. */
  asks?: boolean;
}

/** Stands in place of a deleted chat: what can still be ticked of it, and not a word of it. */
export function ErasedPane({ t, chat, other, asks = false }: ErasedProps) {
  const { id, name, danger, after } = chat;
  return (
    <section class="pane outside" id={`pane-${id}`} data-id={id} data-tab="about" aria-labelledby={`name-${id}`}>
      <div class="room">
        <h2 id={`name-${id}`}>{name}</h2>
        <p class="whose" role="status">
          {danger ? t("staff.left.erased", danger) : t("staff.erased.text")}
          {after?.record?.state === "open" && ` ${t("staff.erased.counts")}`}
        </p>
        {danger && (
          <p>
            <a href={`/staff/danger/${id}`}>{t("staff.left.look")}</a>
          </p>
        )}
        <HelpAfter t={t} id={id} after={chat.helpAfter} />
        <div class="over" data-over={id}>
          {after === null && <a href={`/staff/conversation/${id}`}>{t("staff.record.title")}</a>}
          {after?.record && <AfterChat t={t} id={id} record={after.record} />}
          {after?.debrief && <Debrief t={t} id={id} debrief={after.debrief.said} maxNote={after.debrief.maxNote} />}
          <CloseChat t={t} id={id} other={other} asks={asks} />
        </div>
      </div>
    </section>
  );
}
