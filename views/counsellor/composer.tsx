import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnChat } from "#src/queue/place.ts";
import { duration } from "#views/counsellor/ago.tsx";
import { StateMark } from "#views/counsellor/state.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { most } from "#views/parts/message-most.ts";

export interface ComposerProps {
  t: Translate;
  chat: Pick<OwnChat, "id" | "name" | "connection" | "ended" | "rehearsal"> & { draft: string };
  clientId: string;
  now: number;
  /** The conversation beside this one, to return to when this one is closed. */
  other: number | null;
}

/** Under the log: the field to write in, or, after the end, what happened and the way out. */
export function ComposerState(props: ComposerProps) {
  const { chat } = props;
  return (
    <div id={`foot-${chat.id}`} class="foot">
      {chat.ended ? <Over {...props} /> : <Composer {...props} />}
      <p id={`refused-${chat.id}`} class="refused" role="alert" />
    </div>
  );
}

function Composer({ t, chat, clientId }: ComposerProps) {
  const action = `/staff/conversation/${chat.id}/send`;
  // console.js sends this form itself (and keeps the words until they are stored); morphs leave it alone.
  return (
    <form id={`compose-${chat.id}`} class="compose" method="post" action={action} hx-morph-skip="">
      <input type="hidden" name="client_id" value={clientId} />
      <label class="sr" for={`say-${chat.id}`}>
        {t("staff.composer.label", { name: chat.name })}
      </label>
      <textarea
        id={`say-${chat.id}`}
        name="text"
        rows={2}
        autocomplete="off"
        required
        placeholder={t("staff.composer.placeholder")}
        aria-describedby={`refused-${chat.id}`}
        data-most={most}
      >
        {chat.draft}
      </textarea>
      <p class="count" hidden />
      <button type="submit" class="main send">
        {t("staff.composer.send")} <kbd>↵</kbd>
      </button>
    </form>
  );
}

function Over({ t, chat, now, other }: ComposerProps) {
  const ended = chat.ended;
  if (!ended) return null;
  const action = `/staff/conversation/${chat.id}/close`;
  return (
    <div class="over" data-over={chat.id}>
      <StateMark t={t} chat={chat} since={ended.at} now={now} />
      <p>{t(`staff.over.${ended.reason}`)}</p>
      {chat.rehearsal && <p>{t("staff.over.rehearsal")}</p>}
      <div class="unsent" hidden={chat.draft === ""}>
        <label for={`unsent-${chat.id}`}>{t("staff.over.unsent")}</label>
        <textarea id={`unsent-${chat.id}`} rows={2} readonly>
          {chat.draft}
        </textarea>
      </div>
      <form
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
        <button type="submit" class="second">
          {t("staff.over.close")}
        </button>
      </form>
    </div>
  );
}

/** Somebody came back after a while: it may be another person, so a question is ready to be asked. */
export function BackNote({ t, id, back }: { t: Translate; id: number; back: { afterMinutes: number } | null }) {
  return (
    <div id={`back-${id}`} class="back" role="status">
      {back && (
        <p>
          <Icon name="info" />
          <span>{t("staff.back.note", { wait: duration(t.language, back.afterMinutes * 60_000) })}</span>
        </p>
      )}
      {back && (
        <button type="button" class="second" data-say={t("staff.back.question")} data-id={id} hidden>
          {t("staff.back.use")}
        </button>
      )}
    </div>
  );
}
