import type { Translate } from "#src/i18n/i18n.ts";
import { LeftWay } from "#views/counsellor/after/left-way.tsx";
import { opensPanes } from "#views/counsellor/console/chats.tsx";
import { EmergencyMark, RehearsalMark, RiskMark, UrgentMark, WatchedMark } from "#views/counsellor/console/queue.tsx";
import { Side } from "#views/counsellor/console/side.tsx";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { LeadsOn, ToTab } from "#views/counsellor/console/tab-link.tsx";
import { WhoCalls } from "#views/counsellor/safety/emergency.tsx";
import { HelpAfter } from "#views/counsellor/team/help-wanted.tsx";
import { NoteInLog } from "#views/counsellor/team/notes.tsx";
import { Seats } from "#views/counsellor/team/seats.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { StateMark } from "../state.tsx";
import { About } from "./about.tsx";
import { BackNote, ComposerState } from "./composer.tsx";
import { Goal, goalAddress, type RefusedGoal } from "./goal.tsx";
import { Earlier, StaffMessage, Typing } from "./message.tsx";
import { type PaneChat, type PaneHeadChat, type PaneProps, writes } from "./pane.ts";
import { MoreMenu, PaneActs } from "./pane-acts.tsx";
import { Prompts } from "./prompts.tsx";

/** One conversation: who, what was said, and the field to answer in. */
export function Pane(props: PaneProps) {
  const { t, chat, now, zone, other, me } = props;
  return (
    <section
      class="pane"
      id={`pane-${chat.id}`}
      data-id={chat.id}
      data-front={props.front ? "" : undefined}
      data-tab={props.beside.tab}
      aria-labelledby={`name-${chat.id}`}
    >
      <PaneHead t={t} chat={chat} now={now} zone={zone} refusedGoal={props.beside.refusedGoal} />
      <Alarm t={t} chat={chat} zone={zone} />
      {other !== null && (
        <a class="quiet shut-pane" id={`shut-${chat.id}`} {...opensPanes(`/staff/conversation/${other}`)}>
          <Icon name="close" />
          <span class="sr">{t("staff.pane.shut", { name: chat.name })}</span>
        </a>
      )}
      <div
        class="scroll"
        id={`scroll-${chat.id}`}
        role="log"
        tabindex={0}
        aria-label={t("staff.pane.log", { name: chat.name })}
      >
        <Typing t={t} id={chat.id} on={chat.typing} />
        <ol class="log" id={`log-${chat.id}`}>
          {chat.before === null ? (
            <NotesAfter {...props} from={0} to={chat.messages[0]?.seq} />
          ) : (
            <Earlier t={t} id={chat.id} before={chat.before} ended={!writes(chat)} />
          )}
          {chat.messages.map((message, index) => (
            <>
              <StaffMessage
                t={t}
                message={message}
                seen={chat.seen}
                zone={zone}
                me={me}
                ended={chat.ended !== null}
                referrals={chat.went.get(message.seq)}
              />
              <NotesAfter {...props} from={message.seq} to={chat.messages[index + 1]?.seq ?? chat.until ?? undefined} />
            </>
          ))}
        </ol>
        {chat.ticked.length > 0 && <p class="note ticked">{inTheirWords(t, chat.ticked)}</p>}
      </div>
      <button type="button" class="newer" id={`newer-${chat.id}`} hidden />
      <div class="told">
        {chat.until !== null && (
          // A script brings the newest lines under these.
          <noscript>
            <p>
              <LeadsOn id={chat.id} ended={!writes(chat)} to="about" href={tabAddress(chat.id, "about")} class="quiet">
                {t("staff.earlier.back", { name: chat.name })}
              </LeadsOn>
            </p>
          </noscript>
        )}
        <LeftWay t={t} id={chat.id} left={chat.left ?? false} />
        <WordsShut t={t} id={chat.id} sealed={chat.sealed} shuts={chat.shuts} zone={zone} />
        <BackNote t={t} id={chat.id} back={chat.back} />
        <Prompts t={t} id={chat.id} shown={chat.prompts} zone={zone} />
        <HelpAfter t={t} id={chat.id} after={chat.helpAfter ?? null} />
      </div>
      <ComposerState
        t={t}
        chat={chat}
        clientId={props.clientId}
        now={now}
        zone={zone}
        other={other}
        asks={props.beside.asks ?? false}
      />
      <PaneActs t={t} chat={chat} now={now} />
      <Side {...props} />
    </section>
  );
}

/** Notes among colleagues that were written from one message on, and before another. */
function NotesAfter({ t, chat, beside, zone, from, to }: PaneProps & { from: number; to: number | undefined }) {
  const here = beside.notes.notes.filter(({ after }) => after >= from && (to === undefined || after < to));
  return here.map((note) => <NoteInLog t={t} id={chat.id} note={note} zone={zone} />);
}

interface WordsShutProps extends Pick<PaneChat, "sealed" | "shuts"> {
  t: Translate;
  id: number;
  zone: string;
}

/** Under the head while an emergency lasts, over the oldest lines: since when, and who else knows. It moves nothing. */
export function Alarm({ t, chat, zone }: Omit<HeadProps, "now">) {
  const { declared } = chat;
  const seen = declared?.acknowledged;
  return (
    <div class="alarm" id={`alarm-${chat.id}`} role="status">
      {declared && (
        <p>
          <Icon name="urgent" />
          <span>
            <b>{t("staff.emergency.declared", { time: t.time(declared.at, zone), alias: declared.alias })}</b>{" "}
            {seen && t("staff.emergency.seen_by", { alias: seen.alias, when: t.time(seen.at, zone) })}
          </span>
        </p>
      )}
      {declared?.calling && <WhoCalls t={t} calling={declared.calling} place="line" />}
    </div>
  );
}

/** Says when the words of an ended chat close for those who had a part in it, or that they have. */
export function WordsShut({ t, id, sealed, shuts, zone }: WordsShutProps) {
  const time = shuts === null ? "" : t.time(shuts.at, zone);
  const isSoon = shuts?.isSoon ?? false;
  return (
    <div id={`shuts-${id}`} role="status">
      {sealed && <p class="note">{t("staff.pane.sealed")}</p>}
      {!sealed && shuts !== null && (
        <p class={isSoon ? "note" : "hint"}>
          {isSoon && shuts.waitsFor !== null
            ? t("staff.shuts.soon", { time })
            : t(`staff.shuts.${shuts.waitsFor ?? "nothing"}`, { time })}
        </p>
      )}
    </div>
  );
}

function inTheirWords(t: Translate, ticked: string[]): string {
  return t("staff.urgent.ticked", { words: ticked.map((words) => `“${words}”`).join(", ") });
}

interface HeadProps {
  t: Translate;
  chat: PaneHeadChat;
  now: number;
  zone: string;
  refusedGoal?: RefusedGoal | undefined;
}

/** Who this is, since when, and whether they are there; the rest is in its menu. */
export function PaneHead({ t, chat, now, zone, refusedGoal }: HeadProps) {
  const isThere = !chat.ended && chat.connection === "connected";
  const isMarked = chat.urgent !== null || chat.risk || chat.watched;
  const state = <StateMark t={t} chat={chat} since={chat.ended ? null : chat.awaySince} now={now} />;
  return (
    <header class="head" id={`head-${chat.id}`}>
      <h2 id={`name-${chat.id}`}>{chat.name}</h2>
      {/* What does not fit is cut from the end: danger first, then out of reach, a watched screen, being there. */}
      <p class="facts">
        {chat.urgent === "emergency" && <EmergencyMark t={t} />}
        {chat.urgent === "danger" && <UrgentMark t={t} />}
        {chat.risk && chat.urgent !== "emergency" && <RiskMark t={t} />}
        {!isThere && state}
        {chat.watched && <WatchedMark t={t} />}
        {isThere && isMarked && state}
        <span>
          {chat.line !== null && <bdi>{chat.line} · </bdi>}
          {t("staff.pane.since", { time: t.time(chat.claimedAt, zone) })}
          {!chat.ended && ", "}
          {!chat.ended && <Ago t={t} at={chat.claimedAt} now={now} />}
        </span>
        {isThere && !isMarked && state}
        {chat.kind === "rehearsal" && <RehearsalMark t={t} />}
        {(chat.earlier || chat.brought) && <span>{t("staff.earlier.mark")}</span>}
        {chat.closedAt !== null && (
          <span class="overtime">{t("staff.line.closed_at", { time: t.time(chat.closedAt, zone) })}</span>
        )}
      </p>
      <Seats t={t} chat={chat} now={now} />
      {/* Ways to what stands beside a chat, shown only where there is no column for it. */}
      <ToTab
        tab="emergency"
        id={chat.id}
        ended={!writes(chat)}
        class="quiet to-side"
        title={t("staff.emergency.title")}
      >
        <Icon name="urgent" />
        <span class="sr">{t("staff.emergency.title")}</span>
      </ToTab>
      <ToTab tab="notes" id={chat.id} ended={!writes(chat)} class="quiet to-side" title={t("staff.notes.title")}>
        <Icon name="lock" />
        <span class="sr">{t("staff.notes.title")}</span>
      </ToTab>
      <details class="menu about" id={`facts-${chat.id}`}>
        <summary class="quiet" title={t("staff.about.title")}>
          <Icon name="info" />
          <span class="sr">{t("staff.about.title")}</span>
        </summary>
        <div class="float">
          <About t={t} chat={chat} zone={zone} />
        </div>
      </details>
      <MoreMenu t={t} chat={chat} refusedGoal={refusedGoal} />
      <Goal
        t={t}
        id={chat.id}
        text={chat.goal}
        action={writes(chat) ? goalAddress(chat.id) : null}
        refused={refusedGoal}
      />
    </header>
  );
}
