import type { WordsClose } from "#src/conversation/after/words-close.ts";
import type { HelpAsked } from "#src/conversation/colleagues/help.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import type { Referral } from "#src/conversation/messages/referral.ts";
import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { SeatsNow } from "#src/queue/handover/seats.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import type { OwnDebrief } from "#src/record/debrief.ts";
import type { RecordAfter } from "#views/counsellor/after/after-chat.tsx";
import { opensPanes } from "#views/counsellor/console/chats.tsx";
import { EmergencyMark, RehearsalMark, RiskMark, UrgentMark, WatchedMark } from "#views/counsellor/console/queue.tsx";
import { Side } from "#views/counsellor/console/side.tsx";
import { type SideTab, tabsFor } from "#views/counsellor/console/side-tabs.ts";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { Care } from "#views/counsellor/safety/care.tsx";
import type { EmergencyNow } from "#views/counsellor/safety/emergency.tsx";
import type { Handing } from "#views/counsellor/team/handover.tsx";
import { AskHelp, HelpAfter, type HelpAfterNow } from "#views/counsellor/team/help-wanted.tsx";
import type { NotesNow } from "#views/counsellor/team/notes.tsx";
import { Seats } from "#views/counsellor/team/seats.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { StateMark } from "../state.tsx";
import { About } from "./about.tsx";
import type { ApproachShown, RefusedApproach } from "./agreed-plan.tsx";
import { BackNote, ComposerState } from "./composer.tsx";
import { End } from "./end.tsx";
import { StaffMessage, Typing } from "./message.tsx";
import { Prompts, type PromptsShown } from "./prompts.tsx";
import type { Refused } from "./referral-outcome.tsx";
import type { Finding } from "./referrals.tsx";
import type { Ready } from "./replies.tsx";

/** Everything an open conversation shows. */
export type PaneChat = OwnChat & {
  /** Its words are the team's alone. */
  sealed: boolean;
  /** When they close for whoever reads here; null while it goes on. */
  shuts: (WordsClose & { isSoon: boolean }) | null;
  /** What somebody in danger ticked, in the words that they ticked. */
  ticked: string[];
  messages: Message[];
  /** Which other places were sent or shown, and how far it went. */
  referrals: Referral[];
  /** The same by the seq of the message they were sent with, in the order of its cards. */
  went: Map<number, Referral[]>;
  /** The young person has read up to this seq; 0 for nothing. */
  seen: number;
  /** Words written and not sent. */
  draft: string;
  typing: boolean;
  /** What the counsellor alone is told about the time. */
  prompts: PromptsShown;
  /** Set when the young person came back after being away, with a ready question in their language where there is one. */
  back: { afterMinutes: number; question: string | null } | null;
  /** When the young person came, ms UTC. */
  startedAt: number;
  /** They had asked to be written to, and came by the link. */
  calledBack: boolean;
  /** They came back with their code, and show their earlier chats. */
  earlier?: boolean;
  /** They show the lines that were agreed on in one. */
  brought?: boolean;
  /** Lines for another time that both see. */
  approach: ApproachShown;
  /** Since when they waited for whoever has it, ms UTC. */
  waitsSince: number;
  /** When its line closed, ms UTC; null while the line is open, and after the end. */
  closedAt: number | null;
  /** Since when the young person is lost or away, ms UTC; null while connected or when not known. */
  awaySince: number | null;
  /** The name of the region that they chose in the first questions. */
  chosenRegion: string | null;
  /** What colleagues are asked to help with in it; null for nothing. */
  help: HelpAsked | null;
  /** What became of that once its young person has left in danger; null before, and for whoever did not have the chat. */
  helpAfter?: HelpAfterNow | null;
  /** Who sits at it. */
  seats: SeatsNow;
  /** Whether they were offered to be written to later, or can be; null where nobody can. */
  later: "offered" | "open" | null;
  /** Asked after the end, of whoever had it: how it was. */
  debrief?: { said: OwnDebrief | null; maxNote: number };
  /** The emergency in it (id of the record) of which is not written down yet what came of it. */
  emergency?: number | null;
  /** Its contact record, after the end; null before, and of what nobody counts. */
  record: RecordAfter | null;
};

export interface PaneProps {
  t: Translate;
  chat: PaneChat;
  now: number;
  clientId: string;
  zone: string;
  beside: Beside;
  /** The conversation shown beside this one. */
  other: number | null;
  /** The reader's public alias, to tell own words from a colleague's. */
  me: string;
}

/** What stands beside the log, and what its tabs are drawn from. */
export interface Beside {
  tab: SideTab;
  finding: Finding;
  /** Ready replies; null until somebody looks. */
  ready: Ready;
  /** How far it went with something, refused. */
  refused: Refused | null;
  /** Lines for another time, refused. */
  refusedApproach: RefusedApproach | null;
  notes: NotesNow;
  handing: Handing;
  emergency: EmergencyNow;
  /** Whoever closes it is asked whether they want to leave it without a record. */
  asks?: boolean;
}

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
  /** Of the conversation. */
  id: number;
  /** IANA name */
  zone: string;
}

/** When the words of a chat that is over close for whoever had a part in it, that it is soon, or that they have. */
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

/** Who this is and whether they are there. */
export function PaneHead({ t, chat, now, zone }: HeadProps) {
  return (
    <header class="head" id={`head-${chat.id}`}>
      <h2 id={`name-${chat.id}`}>{chat.name}</h2>
      {/* What does not fit goes from the end: danger first, then whether they are there; a watched screen stands above the field too. */}
      <p class="facts">
        {chat.urgent === "emergency" && <EmergencyMark t={t} />}
        {chat.urgent === "danger" && <UrgentMark t={t} />}
        {chat.risk && chat.urgent !== "emergency" && <RiskMark t={t} />}
        <StateMark t={t} chat={chat} since={chat.ended ? null : chat.awaySince} now={now} />
        {chat.watched && <WatchedMark t={t} />}
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

/** Whether the chat goes on, and is the reader's own. */
export function isOwn(chat: Pick<PaneChat, "ended" | "seats">): boolean {
  return chat.ended === null && chat.seats.as === "own";
}

/** Whether there is a field to write in: the chat goes on, and the reader does not only read along. */
export function writes(chat: Pick<PaneChat, "ended" | "seats">): boolean {
  return chat.ended === null && chat.seats.as !== "reading";
}
