import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { ChatWords, type OpenedChat } from "./chat-words.tsx";
import { OpenEnded, type ShownStep } from "./open-ended.tsx";

export interface ShownConcern {
  id: number;
  conversationId: number;
  ended: boolean;
  /** While it goes on: the reader can go there, as supervisors can. */
  mayGo: boolean;
  /** Who can stop it (aliases) if the reader must ask them. */
  canStop: { onShift: string[]; all: string[] } | null;
  /** How far the reader is with opening the chat; null = it is not theirs. */
  step: ShownStep | null;
  /** The reader has read the chat. */
  opened: boolean;
  name: string;
  at: number;
  kind: ConcernKind | null;
  /** It calls the reader, a lead, who has not read it: nothing of it is shown yet. */
  isUnread: boolean;
  words: string | null;
  /** Something was written that cannot be opened here. */
  isShut: boolean;
  done: { at: number; alias: string } | null;
}

export interface ConcernsProps extends Omit<RowProps, "one"> {
  concerns: ShownConcern[];
  /** How long the words of a chat are held after someone has looked. */
  heldDays: number;
  hasLead: boolean;
  /** How many come before the next ones; null = there are no more. */
  next: number | null;
  /** For admins: how many wait although every supervisor had a part in the chat. */
  ofNobody: number | null;
  /** For a lead: they read of chats since `at` (ms UTC). `isOwn`: they gave themselves the role. */
  reads: { at: number; isOwn: boolean } | null;
  at: number;
}

export interface RowProps {
  frame: StaffFrame;
  one: ShownConcern;
  /** How many come before those shown. */
  after: number;
  opened: (OpenedChat & { id: number }) | null;
  zone: string;
}

/** Complaints of young people, only for those who had no part in the chat. */
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

function ReadsSince({ t, reads, zone }: { t: Translate; reads: { at: number; isOwn: boolean }; zone: string }) {
  if (reads.at === 0) return null;
  return (
    <p class="hint" id="reads-since">
      {t("staff.concern.lead_since", { when: t.dateTime(reads.at, zone) })}
      {!reads.isOwn && ` ${t("staff.concern.lead_key")}`}
    </p>
  );
}

/** What was said, how far it is, and the link to the words; `isListed`: with a link to everything done about it. */
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

/** The chat goes on: a link for those who can take it over, for others whom to ask. */
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

/** It calls a lead until they have read it, and the reading is kept. */
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
