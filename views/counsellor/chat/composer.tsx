import type { EndReason } from "#src/conversation/state.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { TakenBack } from "#src/queue/overview.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import { AfterChat, CloseChat } from "#views/counsellor/after/after-chat.tsx";
import { Debrief } from "#views/counsellor/after/debrief.tsx";
import { opensPanes, whatBecame } from "#views/counsellor/console/chats.tsx";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { ReadingFoot } from "#views/counsellor/team/seats.tsx";
import { most } from "#views/parts/fields/message-most.ts";
import { Icon } from "#views/parts/icons.tsx";
import { duration } from "../ago.tsx";
import { StateMark } from "../state.tsx";
import { Unsent } from "../unsent.tsx";
import { ContactWhy } from "./contact-ask.tsx";
import type { PaneChat } from "./pane.ts";

interface ComposerProps {
  t: Translate;
  chat: Pick<OwnChat, "id" | "name" | "connection" | "ended" | "kind" | "urgent" | "asideUntil"> &
    Pick<PaneChat, "seats" | "draft" | "debrief" | "emergency" | "record">;
  clientId: string;
  now: number;
  zone: string;
  /** Conversation beside this one, to return to when this one is closed. */
  other: number | null;
  asks?: boolean;
}

/** Under the log: the field to write in, or after the end what happened and the way out. */
export function ComposerState(props: ComposerProps) {
  const { chat } = props;
  return (
    <div id={`foot-${chat.id}`} class="foot">
      <Foot {...props} />
      <p id={`refused-${chat.id}`} class="refused" role="alert" />
    </div>
  );
}

function Foot(props: ComposerProps) {
  const { t, chat } = props;
  if (chat.ended) return <Over {...props} />;
  return chat.seats.as === "reading" ? <ReadingFoot t={t} chat={chat} /> : <Composer {...props} />;
}

function Composer({ t, chat, clientId }: ComposerProps) {
  const action = `/staff/conversation/${chat.id}/send`;
  // console.js sends this form and keeps its words until they are stored; morphs leave it alone.
  return (
    <form id={`compose-${chat.id}`} class="compose" method="post" action={action} hx-morph-skip="">
      <input type="hidden" name="client_id" value={clientId} />
      {chat.draft !== "" && <input type="hidden" name="kept" value={chat.draft} />}
      <label class="sr" for={`say-${chat.id}`}>
        {t("staff.composer.label", { name: chat.name })}
      </label>
      <textarea
        id={`say-${chat.id}`}
        name="text"
        rows={2}
        dir="auto"
        autocomplete="off"
        required
        placeholder={t("staff.composer.placeholder")}
        aria-describedby={`refused-${chat.id}`}
        data-most={most}
      >
        {chat.draft}
      </textarea>
      <p class="count" hidden />
      <ContactWhy t={t} id={chat.id} hidden />
      <OtherDraft t={t} id={chat.id} />
      <ToTab tab="replies" id={chat.id} ended={false} class="quiet to-ready" title={t("staff.side.replies")}>
        <Icon name="ready" />
        <span class="sr">{t("staff.side.replies")}</span>
      </ToTab>
      <button type="submit" class="main send">
        {t("staff.composer.send")} <kbd class="by-enter">↵</kbd>
        <kbd class="by-ctrl">Ctrl ↵</kbd>
      </button>
    </form>
  );
}

/** The draft of another tab of the same counsellor must not replace this one by itself. */
function OtherDraft({ t, id }: { t: Translate; id: number }) {
  return (
    <div class="other-draft" id={`other-draft-${id}`} role="status" hidden>
      <p>{t("staff.composer.other")}</p>
      <blockquote dir="auto" />
      <p class="row-of">
        <button type="button" class="second" data-draft="add">
          {t("staff.composer.other_add")}
        </button>
        <button type="button" class="second" data-draft="leave">
          {t("staff.composer.other_leave")}
        </button>
      </p>
    </div>
  );
}

/** A chat that has just ended: why, and the link to what comes after it, which console-room.js fetches at once. */
export function JustOver({ t, id, reason }: { t: Translate; id: number; reason: EndReason }) {
  return (
    <div id={`foot-${id}`} class="foot comes">
      <div class="over" data-over={id}>
        <p>{t(`staff.over.${reason}`)}</p>
        <a href={`/staff/conversation/${id}`}>{t("staff.record.title")}</a>
      </div>
      <p id={`refused-${id}`} class="refused" role="alert" />
    </div>
  );
}

function Over({ t, chat, now, zone, other, asks = false }: ComposerProps) {
  const ended = chat.ended;
  if (!ended) return null;
  return (
    <div class="over" data-over={chat.id}>
      {chat.record && !chat.emergency && <AfterChat t={t} id={chat.id} record={chat.record} />}
      <div class="after">
        <StateMark t={t} chat={chat} since={ended.at} now={now} />
        <p>{t(`staff.over.${ended.reason}`)}</p>
        {chat.asideUntil !== null && now < chat.asideUntil && (
          <AsideWaits t={t} id={chat.id} until={chat.asideUntil} zone={zone} />
        )}
        {chat.kind === "rehearsal" && <p>{t("staff.over.rehearsal")}</p>}
        <Unsent t={t} id={chat.id} words={chat.draft} />
        {chat.emergency && (
          <p class="note">
            {t("staff.emergency.to_write")}{" "}
            <a href={`/staff/emergencies/${chat.emergency}`}>{t("staff.emergency.to_record")}</a>
          </p>
        )}
        {chat.record && chat.emergency && (
          <details class="record-later">
            <summary class="second">{t("staff.record.title")}</summary>
            <AfterChat t={t} id={chat.id} record={chat.record} />
          </details>
        )}
        {chat.debrief && <Debrief t={t} id={chat.id} debrief={chat.debrief.said} maxNote={chat.debrief.maxNote} />}
        {chat.seats.as === "own" ? (
          <CloseChat t={t} id={chat.id} other={other} asks={asks} />
        ) : (
          <a class="second" {...opensPanes(other === null ? "/staff" : `/staff/conversation/${other}`)}>
            {t("staff.over.close")}
          </a>
        )}
      </div>
    </div>
  );
}

function AsideWaits({ t, id, until, zone }: { t: Translate; id: number; until: number; zone: string }) {
  const action = `/staff/conversation/${id}/aside-undo`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <p>{t("staff.aside.waits", { time: t.time(until, zone) })}</p>
      <p class="hint" id={`aside-means-${id}`}>
        {t("staff.aside.undo_means")}
      </p>
      <button type="submit" class="second" id={`aside-undo-${id}`} aria-describedby={`aside-means-${id}`}>
        {t("staff.aside.undo")}
      </button>
    </form>
  );
}

/** Someone came back after a while: it may be another person, so a question is ready to be asked. */
export function BackNote({ t, id, back }: { t: Translate; id: number; back: PaneChat["back"] }) {
  return (
    <div id={`back-${id}`} class="back" role="status">
      {back && (
        <p>
          <Icon name="info" />
          <span>{t("staff.back.note", { wait: duration(t.language, back.afterMinutes * 60_000) })}</span>
        </p>
      )}
      {back && back.question !== null && (
        <button type="button" class="second" data-say={back.question} data-id={id} hidden>
          {t("staff.silence.use")}
        </button>
      )}
    </div>
  );
}

interface NotYoursProps {
  t: Translate;
  id: number;
  became: TakenBack;
}

/** Stands under the log when the chat is now someone else's: what happened, and words that were not sent. */
export function NotYours({ t, id, became }: NotYoursProps) {
  return (
    <div id={`foot-${id}`} class="foot">
      <div class="over" data-over={id}>
        <p>{`${t("staff.chats.taken_back")} ${whatBecame(t, became)}`}</p>
        <Unsent t={t} id={id} />
        <a class="second" {...opensPanes("/staff")}>
          {t("staff.over.close")}
        </a>
      </div>
      <p id={`refused-${id}`} class="refused" role="alert" />
    </div>
  );
}
