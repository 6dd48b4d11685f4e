import type { WordsClose } from "#src/conversation/after/words-close.ts";
import type { HelpAsked } from "#src/conversation/colleagues/help.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import type { Referral } from "#src/conversation/messages/referral.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { SeatsNow } from "#src/queue/handover/seats.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import type { OwnDebrief } from "#src/record/debrief.ts";
import type { RecordAfter } from "#views/counsellor/after/after-chat.tsx";
import type { SideTab } from "#views/counsellor/console/side-tabs.ts";
import type { EmergencyNow } from "#views/counsellor/safety/emergency.tsx";
import type { Handing } from "#views/counsellor/team/handover.tsx";
import type { HelpAfterNow } from "#views/counsellor/team/help-wanted.tsx";
import type { NotesNow } from "#views/counsellor/team/notes.tsx";
import type { ApproachShown, RefusedApproach } from "./agreed-plan.tsx";
import type { PromptsShown } from "./prompts.tsx";
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
  /** Its young person left in danger, and that is not over. */
  left?: boolean;
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

/** Whether the chat goes on, and is the reader's own. */
export function isOwn(chat: Pick<PaneChat, "ended" | "seats">): boolean {
  return chat.ended === null && chat.seats.as === "own";
}

/** Whether there is a field to write in: the chat goes on, and the reader does not only read along. */
export function writes(chat: Pick<PaneChat, "ended" | "seats">): boolean {
  return chat.ended === null && chat.seats.as !== "reading";
}
