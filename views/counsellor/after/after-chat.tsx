import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";
import { type RecordCoded, recordInShort } from "./record-facts.tsx";
import { RecordForm, type RecordFormProps } from "./record-form.tsx";

export type RecordAfter =
  | { state: "open"; form: Omit<RecordFormProps, "t" | "id" | "action" | "unfinished" | "live" | "wrong"> }
  /** `until`: how long it can still be changed, in words; null = no longer. */
  | { state: "done"; recordId: number; coded: RecordCoded; until: string | null };

interface AfterChatProps {
  t: Translate;
  id: number;
  record: RecordAfter;
}

/** Takes the place of the composer after a chat: its contact record. */
export function AfterChat({ t, id, record }: AfterChatProps) {
  if (record.state === "open") return <ChatRecord t={t} id={id} form={record.form} wrong={null} />;
  return (
    <div class="recorded" id={`recorded-${id}`} role="status">
      <p>
        <Icon name="connected" />
        <b>{t("staff.record.done")}</b> <span dir="auto">{recordInShort(t, record.coded)}</span>
      </p>
      {record.until !== null && record.coded.noCounselling && <Undo t={t} id={id} />}
      {record.until !== null && (
        <p class="hint">
          <a href={`/staff/records/${record.recordId}`}>{t("staff.record.change")}</a>{" "}
          {t("staff.record.until", { when: record.until })}
        </p>
      )}
    </div>
  );
}

/** It took one press, so one press takes it back: the form comes again. */
function Undo({ t, id }: { t: Translate; id: number }) {
  const action = `/staff/conversation/${id}/record`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" id={`record-undo-${id}`} name="do" value="undo">
        {t("staff.aside.undo")}
      </button>
    </form>
  );
}

type ChatRecordProps = { t: Translate; id: number } & Pick<RecordFormProps, "wrong"> & {
    form: Extract<RecordAfter, { state: "open" }>["form"];
  };

/** The form of a chat's contact record in the console. */
export function ChatRecord({ t, id, form, wrong }: ChatRecordProps) {
  const action = `/staff/conversation/${id}/record`;
  return <RecordForm {...form} t={t} id={`record-${id}`} action={action} unfinished live wrong={wrong} />;
}

/** Closes an ended chat; without a contact record it asks once first. */
export function CloseChat({ t, id, other, asks }: { t: Translate; id: number; other: number | null; asks: boolean }) {
  const action = `/staff/conversation/${id}/close`;
  return (
    <form
      class={asks ? "close-chat close-ask" : "close-chat"}
      method="post"
      action={action}
      hx-post={action}
      hx-target="#panes"
      hx-select="#panes"
      hx-swap="outerMorph"
      hx-select-oob="#chats:outerMorph"
      hx-push-url="true"
    >
      {other !== null && <input type="hidden" name="open" value={other} />}
      {asks && <input type="hidden" name="asked" value="yes" />}
      {asks && (
        <p role="alert">
          <b>{t("staff.record.close_ask")}</b> {t("staff.record.close_text")}
        </p>
      )}
      {/* Its name stays while it asks, so that pressing it twice in a hurry loses nothing. */}
      <button type="submit" class="second" id={`close-${id}`} name="do" value={asks ? "later" : "close"}>
        {t(asks ? "staff.record.close_later" : "staff.over.close")}
      </button>
      {asks && (
        <button type="submit" class="quiet" name="do" value="without">
          {t("staff.record.close_without")}
        </button>
      )}
    </form>
  );
}
