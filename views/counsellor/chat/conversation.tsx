import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import { LeftWay } from "#views/counsellor/after/left-way.tsx";
import { opensPanes } from "#views/counsellor/console/chats.tsx";
import { EmergencyMark, RehearsalMark, RiskMark, UrgentMark, WatchedMark } from "#views/counsellor/console/queue.tsx";
import { Side } from "#views/counsellor/console/side.tsx";
import { tabsFor } from "#views/counsellor/console/side-tabs.ts";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { Care } from "#views/counsellor/safety/care.tsx";
import { UrgentIn } from "#views/counsellor/safety/urgent-in.tsx";
import { AskHelp, HelpAfter } from "#views/counsellor/team/help-wanted.tsx";
import { Seats } from "#views/counsellor/team/seats.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { StateMark } from "../state.tsx";
import { About } from "./about.tsx";
import { BackNote, ComposerState } from "./composer.tsx";

import { StaffMessage, Typing } from "./message.tsx";
import { isOwn, type PaneChat, type PaneProps, writes } from "./pane.ts";
import { Prompts } from "./prompts.tsx";

/** One conversation: who, what was said, and the field to answer in. */
export function Pane(props: PaneProps) {
  const { t, chat, now, zone, other, me } = props;
  return (
    <section
      class="pane"
      id={`pane-${chat.id}`}
      data-id={chat.id}
      data-tab={props.beside.tab}
      aria-labelledby={`name-${chat.id}`}
    >
      <PaneHead t={t} chat={chat} now={now} zone={zone} />
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
          {chat.messages.map((message) => (
            <StaffMessage
              t={t}
              message={message}
              seen={chat.seen}
              zone={zone}
              me={me}
              ended={chat.ended !== null}
              referrals={chat.went.get(message.seq)}
            />
          ))}
        </ol>
        {chat.ticked.length > 0 && <p class="note ticked">{inTheirWords(t, chat.ticked)}</p>}
      </div>
      <button type="button" class="newer" id={`newer-${chat.id}`} hidden />
      <div class="told">
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
      <Side {...props} />
    </section>
  );
}

interface WordsShutProps extends Pick<PaneChat, "sealed" | "shuts"> {
  t: Translate;
  id: number;
  zone: string;
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

type HeadProps = {
  t: Translate;
  chat: Omit<PaneChat, "messages" | "ticked" | "referrals" | "went" | "approach" | "prompts" | "record">;
  now: number;
  zone: string;
};

/** Who this is, and whether they are there. */
export function PaneHead({ t, chat, now, zone }: HeadProps) {
  const isThere = !chat.ended && chat.connection === "connected";
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
        {isThere && state}
        {chat.kind === "rehearsal" && <RehearsalMark t={t} />}
        {(chat.earlier || chat.brought) && <span>{t("staff.earlier.mark")}</span>}
        <span lang={chat.language}>{languageNames[chat.language]}</span>
        {chat.feeling !== null && <span>{t("staff.feels", { n: chat.feeling })}</span>}
        <span>
          {t("staff.pane.since", { time: t.time(chat.claimedAt, zone) })}
          {!chat.ended && ", "}
          {!chat.ended && <Ago t={t} at={chat.claimedAt} now={now} />}
        </span>
        {chat.closedAt !== null && (
          <span class="overtime">{t("staff.line.closed_at", { time: t.time(chat.closedAt, zone) })}</span>
        )}
        {chat.line !== null && <span dir="auto">{chat.line}</span>}
      </p>
      <Seats t={t} chat={chat} now={now} />
      {!chat.ended && chat.seats.as === "own" && <AskHelp t={t} id={chat.id} asked={chat.help} now={now} />}
      {tabsFor(isOwn(chat)).map(
        ({ name, title, icon }) =>
          icon && (
            <ToTab tab={name} id={chat.id} ended={!writes(chat)} class="quiet to-side" title={t(title)}>
              <Icon name={icon} />
              <span class="label">{t(title)}</span>
            </ToTab>
          ),
      )}
      <details class="menu about" id={`facts-${chat.id}`}>
        <summary class="quiet" title={t("staff.about.title")}>
          <Icon name="info" />
          <span class="label">{t("staff.about.title")}</span>
        </summary>
        <div class="float">
          <About t={t} chat={chat} zone={zone} />
        </div>
      </details>
      <Care t={t} chat={chat} />
      {isOwn(chat) && <End t={t} id={chat.id} name={chat.name} urgent={chat.urgent} />}
    </header>
  );
}

/** Ending stands far from Send, and asks first. */
function End({ t, id, name, urgent }: { t: Translate } & Pick<OwnChat, "id" | "name" | "urgent">) {
  const action = `/staff/conversation/${id}/end`;
  return (
    <details class="menu end" id={`end-${id}`}>
      <summary class="quiet">
        <Icon name="ended" />
        {t("staff.end.open")}
      </summary>
      <form class="float" method="post" action={action} hx-post={action} hx-swap="none">
        <p>
          <b>{t("staff.end.ask", { name })}</b>
        </p>
        <UrgentIn t={t} urgent={urgent} />
        <p>{t("staff.end.means")}</p>
        <p class="words-left">{t("staff.end.words_left")}</p>
        <button type="submit" class="main" id={`end-now-${id}`}>
          {t("staff.end.confirm")}
        </button>
        <button type="button" class="second" data-shut="">
          {t("staff.end.cancel")}
        </button>
      </form>
    </details>
  );
}
