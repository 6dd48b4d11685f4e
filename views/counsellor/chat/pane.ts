import type { WordsClose } from "#src/conversation/after/words-close.ts";
import type { HelpAsked } from "#src/conversation/colleagues/help.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import type { Referral } from "#src/conversation/messages/referral.ts";
import type { RiskEnd } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { SeatsNow } from "#src/queue/handover/seats.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import type { OwnDebrief } from "#src/record/debrief.ts";
import type { Answers } from "#src/settings/assessment.ts";
import type { RecordAfter } from "#views/counsellor/after/after-chat.tsx";
import type { TicksShown } from "#views/counsellor/after/ticks.tsx";
import type { SideTab } from "#views/counsellor/console/side-tabs.ts";
import type { CallingNow, EmergencyNow } from "#views/counsellor/safety/emergency.tsx";
import type { Handing } from "#views/counsellor/team/handover.tsx";
import type { HelpAfterNow } from "#views/counsellor/team/help-wanted.tsx";
import type { NotesNow } from "#views/counsellor/team/notes.tsx";
import type { ApproachShown, RefusedApproach } from "./agreed-plan.tsx";
import type { RefusedGoal } from "./goal.tsx";
import type { PromptsShown } from "./prompts.tsx";
import type { Refused } from "./referral-outcome.tsx";
import type { Finding } from "./referrals.tsx";
import type { Ready } from "./replies.tsx";

export type PaneChat = OwnChat & {
  /** Only the team key opens its words. */
  sealed: boolean;
  /** When its words close for the reader; null = the chat goes on. */
  shuts: (WordsClose & { isSoon: boolean }) | null;
  /** What someone in danger ticked, in the words they ticked. */
  ticked: string[];
  messages: Message[];
  /** Its lines before this seq are not among them; null = none is missing. */
  before: number | null;
  /** On a page of earlier lines: those from this seq on are not among them; null = the newest are. */
  until: number | null;
  referrals: Referral[];
  /** Referrals by the seq of their message, in the order of its cards. */
  went: Map<number, Referral[]>;
  /** The young person has read up to this seq; 0 = nothing. */
  seen: number;
  draft: string;
  typing: boolean;
  prompts: PromptsShown;
  /** Set when the young person came back after being away; `question` is a ready one in their language. */
  back: { afterMinutes: number; question: string | null } | null;
  /** When the young person came, ms UTC. */
  startedAt: number;
  /** They had left an address for a callback, and came by its link. */
  calledBack: boolean;
  earlier?: boolean;
  /** They came back with their code, and show the plan agreed in an earlier chat. */
  brought?: boolean;
  approach: ApproachShown;
  /** When they began to wait for their counsellor, ms UTC. */
  waitsSince: number;
  /** When its line closed, ms UTC; null = open, or the chat is over. */
  closedAt: number | null;
  /** Lost or away since, ms UTC; null = connected or unknown. */
  awaySince: number | null;
  /** In the first questions; null = nothing, or deleted. */
  chosen: Answers | null;
  chosenRegion: string | null;
  /** What it is to reach, in one line; null = nothing was said, or no key opens it. */
  goal: string | null;
  help: HelpAsked | null;
  /** What became of `help` after its young person left in danger; null before, and for anyone who did not have the chat. */
  helpAfter?: HelpAfterNow | null;
  /** Its young person left in danger, and that is not over. */
  left?: boolean;
  seats: SeatsNow;
  /** Whether a callback was offered, or can be; null = none is possible. */
  later: "offered" | "open" | null;
  debrief?: { said: OwnDebrief | null; maxNote: number };
  /** When a mark of risk was last ended (ms UTC), by whom, and why. */
  riskOver: { at: number; alias: string; why: RiskEnd } | null;
  /** While an emergency is open in it: when (ms UTC) and by whom it was declared, and which supervisor has seen it. */
  declared: {
    at: number;
    alias: string;
    acknowledged: { at: number; alias: string } | null;
    calling: CallingNow | null;
  } | null;
  /** Record id of an emergency in it whose outcome is not written down. */
  emergency?: number | null;
  /** After the end; null before, and for what is not counted. */
  record: RecordAfter | null;
};

/** A chat as its head and acts need it. */
export type PaneHeadChat = Omit<
  PaneChat,
  "messages" | "before" | "until" | "ticked" | "referrals" | "went" | "approach" | "draft" | "prompts" | "record"
>;

export interface PaneProps {
  t: Translate;
  chat: PaneChat;
  now: number;
  clientId: string;
  zone: string;
  beside: Beside;
  other: number | null;
  /** Of two chats, the one that the shared column is about; after the first look only the page knows. */
  front?: boolean;
  /** The reader's alias, to tell own words from a colleague's. */
  me: string;
}

export interface Beside {
  tab: SideTab;
  finding: Finding;
  /** null = no one has looked yet. */
  ready: Ready;
  refused: Refused | null;
  refusedApproach: RefusedApproach | null;
  refusedGoal?: RefusedGoal;
  /** null = the reader ticks none (`ticks`). */
  ticks: TicksShown | null;
  notes: NotesNow;
  handing: Handing;
  emergency: EmergencyNow;
  asks?: boolean;
}

/** Returns whether the chat goes on and is the reader's own. */
export function isOwn(chat: Pick<PaneChat, "ended" | "seats">): boolean {
  return chat.ended === null && chat.seats.as === "own";
}

/** Returns whether the chat goes on and the reader may write in it, not only read along. */
export function writes(chat: Pick<PaneChat, "ended" | "seats">): boolean {
  return chat.ended === null && chat.seats.as !== "reading";
}

/** Returns whether the reader ticks the reasons of a chat while it goes on: they write in it, and it will have a record. */
export function ticks(chat: Pick<PaneChat, "ended" | "seats" | "kind">): boolean {
  return writes(chat) && chat.kind === "real";
}
