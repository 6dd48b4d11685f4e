import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { ChatWords, type OpenedChat } from "./chat-words.tsx";
import { OpenEnded, type ShownStep } from "./open-ended.tsx";

/** Something that was wrong with a chat, as it is listed. */
export interface ShownConcern {
  id: number;
  conversationId: number;
  /** The chat is over, so that it can be opened. */
  ended: boolean;
  /** While it goes on: whoever looks can go there, as supervisors can. */
  mayGo: boolean;
  /** Who can stop it (aliases), on shift now and in all, for whoever cannot go there and must ask them; else null. */
  canStop: { onShift: string[]; all: string[] } | null;
  /** How far whoever looks is with reading the chat; null = it is not theirs. */
  step: ShownStep | null;
  /** Whoever looks has read the chat. */
  opened: boolean;
  /** The short name of the chat. */
  name: string;
  /** ms UTC */
  at: number;
  kind: ConcernKind | null;
  /** It calls whoever looks, a lead, until they read it: before that nothing of it is shown. */
  isUnread: boolean;
  words: string | null;
  /** Something was written, and cannot be opened here. */
  isShut: boolean;
  /** Who has looked into it; null while nobody has. */
  done: { at: number; alias: string } | null;
}

export interface ConcernsProps extends Omit<RowProps, "one"> {
  /** What this reader may read: of chats they had no part in. */
  concerns: ShownConcern[];
  /** How long the words of a chat are held after somebody has looked, days. */
  heldDays: number;
  /** Somebody leads safeguarding here, and is told first of what calls them. */
  hasLead: boolean;
  /** How many come before the next ones; null = there are no more. */
  next: number | null;
  /** For admins: how many wait though every supervisor had a part in the chat; null for whoever is none. */
  ofNobody: number | null;
  /** For a lead: of chats that began since when (ms UTC) they read, and whether they gave themselves the role; null for whoever is none. */
  reads: { at: number; isOwn: boolean } | null;
  /** ms UTC */
  at: number;
}

/** One of them, alone or in the list. */
export interface RowProps {
  frame: StaffFrame;
  one: ShownConcern;
  /** How many come before those shown. */
  after: number;
  /** The chat that was opened with one of them. */
  opened: (OpenedChat & { id: number }) | null;
  /** IANA name, for the times. */
  zone: string;
}

/** What young people said was wrong: only for those who had no part in it. */
export function Concerns(props: ConcernsProps) {
  const { frame, concerns, heldDays, hasLead, next, ofNobody, reads, at, zone } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.concern.title")} here="concerns">
      <h1>{t("staff.concern.title")}</h1>
      <p class="lead">
        {[t("staff.concern.lead"), ...(hasLead ? [t("staff.concern.lead_first")] : [])].join(" ")}{" "}
        {t("staff.concern.lead_held", { days: heldDays })}
      </p>
      {ofNobody !== null && ofNobody > 0 && (
        <p class="banner" role="status">
          {t("staff.concern.of_nobody", { n: ofNobody })}
        </p>
      )}
      {reads !== null && <ReadsSince t={t} reads={reads} zone={zone} />}
      {/* What comes meanwhile calls above this, on the same page. */}
      {concerns.length === 0 && (
        <p class="soft" id="no-concerns" data-came={t("staff.concern.came")}>
          {t("staff.concern.none", { time: t.time(at, zone) })}
        </p>
      )}
      <ul class="list">
        {concerns.map((one) => (
          <ConcernRow {...props} one={one} isListed />
        ))}
      </ul>
      {next !== null && (
        <p>
          <a href={`/staff/concerns?after=${next}`}>{t("staff.concern.older")}</a>
        </p>
      )}
      {reads !== null && (
        <p>
          <a href="/staff/new-chats">{t("staff.new_chats.to")}</a>
        </p>
      )}
    </StaffSheet>
  );
}

/** Of which chats a lead reads, whether there is anything to read or not; nothing for one who reads of all. */
function ReadsSince({ t, reads, zone }: { t: Translate; reads: { at: number; isOwn: boolean }; zone: string }) {
  if (reads.at === 0) return null;
  return (
    <p class="hint" id="reads-since">
      {t("staff.concern.lead_since", { when: t.dateTime(reads.at, zone) })}
      {!reads.isOwn && ` ${t("staff.concern.lead_key")}`}
    </p>
  );
}

/** What was said, how far it is, and the way to the words of the chat; `isListed`: with the way to all that is done about it. */
export function ConcernRow(props: RowProps & { isListed?: boolean }) {
  const { frame, one, opened, after, zone, isListed } = props;
  const { t } = frame;
  const path = `/staff/concerns/${one.id}`;
  const isOpen = opened?.id === one.id;
  if (one.isUnread) return <Unread {...props} />;
  return (
    <li id={`concern-${one.id}`}>
      <div>
        <p>
          <b>{one.name}</b> · <time datetime={new Date(one.at).toISOString()}>{t.dateTime(one.at, zone)}</time>
        </p>
        {one.kind && <p>{t(`staff.concern.kind.${one.kind}`)}</p>}
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
        {!one.ended && <GoesOn t={t} one={one} />}
        {isListed && (
          <p>
            <a href={path}>{t("staff.concern.whole")}</a>
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

/** The chat still goes on: the way to it for whoever can take it over, and for anybody else whom to ask for that. */
function GoesOn({ t, one: { conversationId, name, mayGo, canStop } }: { t: Translate; one: ShownConcern }) {
  if (mayGo) {
    return (
      <p class="soft">
        {t("staff.concern.goes_on")} {t("staff.concern.reads_along")}{" "}
        <a href={`/staff/conversation/${conversationId}`}>{t("staff.concern.to_chat", { name })}</a>
      </p>
    );
  }
  const { onShift, all } = canStop ?? { onShift: [], all: [] };
  const whom = onShift.length > 0 ? "shift" : all.length > 0 ? "home" : "nobody";
  const people = new Intl.ListFormat(t.language, { type: "disjunction" }).format(onShift.length > 0 ? onShift : all);
  return (
    <p>
      {t("staff.concern.goes_on")} {t(`staff.concern.stop.${whom}`, { people })}
    </p>
  );
}

/** It calls a lead until they have read it, which is kept. */
function Unread({ frame: { t }, one, zone }: RowProps) {
  return (
    <li id={`concern-${one.id}`}>
      <div>
        <p>
          <b>{one.name}</b> · <time datetime={new Date(one.at).toISOString()}>{t.dateTime(one.at, zone)}</time>
        </p>
        <p>{t("staff.concern.unread")}</p>
      </div>
      <form method="post" action={`/staff/concerns/${one.id}/read`}>
        <button type="submit" class="main">
          {t("staff.concern.read_do")}
        </button>
      </form>
    </li>
  );
}
