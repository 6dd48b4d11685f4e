import type { Message } from "#src/conversation/messages/message.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import type { Waiting } from "#src/queue/rows.ts";
import type { Beside, PaneChat } from "#views/counsellor/chat/pane.ts";
import { Console } from "#views/counsellor/console/console.tsx";
import type { LineNow } from "#views/counsellor/line/line-state.tsx";
import type { StaffFrame } from "#views/layout/staff.tsx";

/** 12:00:00 UTC of a winter day. */
export const now = Date.UTC(2026, 0, 15, 12);
export const zone = "Europe/Brussels";
export const clientId = "0123456789abcdef0123456789abcdef";
const minute = 60_000;

export function frame(language: Language = "en", more: Partial<StaffFrame> = {}): StaffFrame {
  const assets = {
    css: "/staff.css",
    pagesCss: "/staff-pages.css",
    htmx: "/htmx.js",
    console: "/console.js",
    room: "/room.js",
    hours: "/hours.js",
    welcome: "/welcome.js",
    settings: "/settings.js",
    passkey: "/static/passkey.js",
    paper: "/paper.js",
    record: "/record.js",
    live: "/live.js",
    copy: "/copy.js",
    notices: "/notices.js",
    practice: "/static/practice.js",
  };
  const me: StaffFrame["me"] = { alias: "Mika", roles: ["counsellor", "admin"] };
  return {
    t: translate(language),
    assets,
    theme: ":root{}",
    name: "Chat",
    me,
    notices: [],
    unused: [],
    live: null,
    ...more,
  };
}

export function message(seq: number, author: Message["author"], text: string | null, alias = "Mika"): Message {
  const by = author === "counsellor" ? alias : null;
  return { conversationId: 12, seq, clientId, author, alias: by, text, cards: null, at: now - minute };
}

export function waiting(more: Partial<Waiting> = {}): Waiting {
  return {
    id: 21,
    name: "Red kite",
    line: null,
    lane: "normal",
    urgency: null,
    danger: null,
    silent: false,
    language: "nl",
    spoken: true,
    firstWords: "hoi",
    feeling: 7,
    waitsSince: now - 6 * minute,
    connection: "connected",
    kind: "real",
    calledBack: false,
    risk: false,
    watched: false,
    ...more,
  };
}

export function chat(more: Partial<PaneChat> = {}): PaneChat {
  return {
    id: 12,
    name: "Blue door",
    line: null,
    with: null,
    seats: { as: "own", counsellor: "Mika", beside: [], offer: null, declined: null, left: null },
    language: "fr",
    lastWords: "oui",
    kind: "real",
    risk: false,
    watched: false,
    silent: false,
    pausedAt: null,
    erased: false,
    asideUntil: null,
    recordOpen: false,
    lane: "normal",
    urgent: null,
    declared: null,
    riskOver: null,
    ticked: [],
    chosen: null,
    chosenRegion: null,
    record: null,
    lastAuthor: "youth",
    lastAlias: null,
    unread: 0,
    unreadNotes: 0,
    later: null,
    goal: null,
    help: null,
    waitingSince: now - minute,
    claimedAt: now - 12 * minute,
    feeling: 7,
    connection: "connected",
    ended: null,
    messages: [message(1, "youth", "bonsoir"), message(2, "notice", "Mika is here"), message(3, "counsellor", "Hi")],
    before: null,
    until: null,
    referrals: [],
    went: new Map(),
    approach: { now: null, lines: 3, most: 140 },
    sealed: false,
    shuts: null,
    seen: 3,
    draft: "",
    typing: false,
    back: null,
    prompts: {
      danger: false,
      watched: false,
      step: null,
      held: false,
      pausedUntil: null,
      line: null,
      own: true,
      talked: null,
      closed: null,
    },
    startedAt: now - 18 * minute,
    calledBack: false,
    waitsSince: now - 18 * minute,
    awaySince: null,
    closedAt: null,
    ...more,
  };
}

/** What is known of the young person stands beside the chat, and nobody has looked for another place yet. */
export function beside(more: Partial<Beside> = {}): Beside {
  const finding: Beside["finding"] = {
    clientId,
    words: "",
    language: "fr",
    prefer: true,
    age: null,
    byAge: false,
    ageIsTheirs: false,
    topics: [],
    byTopics: [],
    region: null,
    byRegion: false,
    channel: null,
    channels: [],
    open: false,
    free: false,
    anonymous: false,
    found: null,
    others: [],
    preview: null,
    refused: null,
    sent: [],
  };
  const notes = { notes: [], draft: "", writes: true, wrong: null, unread: 0, me: 1, clientId };
  const form = { to: "", summary: "", agreed: "", reason: "" };
  const handing: Beside["handing"] = {
    receivers: [],
    lines: [],
    question: "May I?",
    language: "en",
    form,
    wrong: null,
  };
  const emergency: Beside["emergency"] = {
    helpline: "Porchlight",
    countries: [],
    number: "112",
    alone: false,
    silent: { ways: [], words: "Tu n’as pas besoin de parler.", language: "fr" },
    phone: null,
    asked: null,
    left: false,
    watched: false,
    declared: null,
    others: [],
    onCall: false,
    address: "off",
    opening: null,
    rehearsal: false,
    zone,
  };
  return {
    tab: "about",
    finding,
    refused: null,
    refusedApproach: null,
    ticks: null,
    ready: null,
    notes,
    handing,
    emergency,
    ...more,
  };
}

/** A line that its hours have open until 22:00 in Brussels. */
export function lineNow(more: Partial<LineNow> = {}, door: Partial<DoorNow> = {}): LineNow {
  const says: DoorNow = {
    state: "open",
    reason: "inside_hours",
    until: now + 9 * 60 * minute,
    closing: false,
    next: null,
  };
  return { id: 1, name: "Main line", zone, door: { ...says, ...door }, decided: null, opening: null, ...more };
}

/** The whole console with these conversations open. */
export function consolePage(chats: PaneChat[], language: Language = "en", queue: Waiting[] = [waiting()]): string {
  return String(
    <Console
      frame={frame(language)}
      done={null}
      bar={{
        availability: "available",
        newChats: "on",
        lines: [lineNow()],
        deserted: [],
        helps: true,
        mayTake: true,
        learns: "alone",
        mayDecide: true,
        help: [],
        unseen: 0,
        mayKeep: true,
        concerns: 0,
        toFinish: 0,
        now,
        toAnswer: null,
        waitingCount: queue.length,
        waitingSince: queue.length > 0 ? now - 6 * minute : null,
        alias: "Mika",
        availableCount: 2,
        admin: true,
        wrapUp: null,
        maySeeAll: true,
        inbox: { talk: 0, others: 0 },
      }}
      leftAlone={[]}
      whoLeft={[]}
      takenBack={[]}
      room={1}
      waiting={queue}
      chats={chats}
      panes={chats.map((one) => ({ chat: one, clientId, beside: beside() }))}
      above={null}
      offered={[]}
      toAnswer={{ told: [], closed: [] }}
      signals={{ young: null, colleagues: null, notices: null }}
      forYou={{ seen: [], thanks: [] }}
      openings={[]}
      asks={[]}
      shift={{
        open: false,
        people: [],
        notes: [],
        keptHours: 12,
        mayTellAll: false,
        me: 1,
        zone,
        clientId,
        draft: "",
        refused: null,
      }}
      toAll={[]}
      canClaim={true}
      now={now}
      zone={zone}
    />,
  );
}
