import { expect } from "vitest";
import { counsellor, young } from "#tests/support/people/people.ts";
import { everyHoursState, everyLineState } from "./admin/admin.ts";
import { everyAssessmentState } from "./admin/assessment.ts";
import { everyAuditState } from "./admin/audit.ts";
import { everyBackupState } from "./admin/backup.ts";
import { everyDirectoryState } from "./admin/directory.ts";
import { everyImportState } from "./admin/import.ts";
import { everyMailState } from "./admin/mail.ts";
import { everyOnCallState } from "./admin/on-call.ts";
import { everyFirstRunState, everyPeopleState } from "./admin/people.ts";
import { everySettingsState } from "./admin/settings.ts";
import { everySharingState } from "./admin/sharing.ts";
import { everyTextsState } from "./admin/texts.ts";
import { everyGlance } from "./glance.ts";
import type { GroupName } from "./groups.ts";
import { everyColleagueState } from "./staff/colleague.ts";
import { everyEmergencyState } from "./staff/emergency.ts";
import { everyKeysState, everyLockedState } from "./staff/keys.ts";
import { everyLeadState } from "./staff/lead.ts";
import { everyLearningState } from "./staff/learning.ts";
import { everyOverviewState } from "./staff/overview.ts";
import { everyPracticeState } from "./staff/practice.ts";
import { everyQueueState } from "./staff/queue.ts";
import { everyRecordState } from "./staff/record.ts";
import { everyRepliesPage, everyReplyBesideChat } from "./staff/replies.ts";
import { everyRoomState } from "./staff/room.ts";
import { everyPlainStaffState, everyStaffState } from "./staff/staff.ts";
import { everyBackState } from "./youth/back.ts";
import { everyDangerState } from "./youth/danger.ts";
import { everyDoorState, everyPlainDoorState } from "./youth/door.ts";
import { everyLaterState } from "./youth/later.ts";
import { everyDiscreetState } from "./youth/look.ts";
import { everyOtherState } from "./youth/other.ts";
import { everySecretState } from "./youth/secret.ts";
import { everySilenceState } from "./youth/silence.ts";
import { everyPlainYouthState, everyYouthState, type LookAt, type TimedServer, timedServer } from "./youth/youth.ts";

interface Walked {
  reported: string[];
  stop(): Promise<void>;
}

type Walk = (lookAt: LookAt) => Promise<Walked[]>;

/** How to reach the states of each group, in order. */
export const walks: Record<GroupName, Walk> = {
  "a glance": async (lookAt) => [await everyGlance(lookAt)],
  "the chat": theChat,
  "the chat without scripts": (lookAt) => inAHouse((house) => everyPlainYouthState(house, "en", lookAt)),
  danger: async (lookAt) => [await everyDangerState("en", lookAt)],
  "the door": async (lookAt) => [await everyDoorState("en", lookAt)],
  "the door without scripts": async (lookAt) => [await everyPlainDoorState("en", lookAt)],
  "coming back": async (lookAt) => [await everyBackState(lookAt)],
  "being written to": async (lookAt) => [await everyLaterState(lookAt)],
  "other places": async (lookAt) => [await everyOtherState("en", lookAt)],
  "other places without scripts": async (lookAt) => [await everyOtherState("en", lookAt, false)],
  "the secret word": async (lookAt) => [await everySecretState(lookAt)],
  "a discreet look": async (lookAt) => [await everyDiscreetState(lookAt)],
  "silence, jokes and closing time": (lookAt) => inAHouse((house) => everySilenceState(house, lookAt)),
  "the first questions": async (lookAt) => [await everyAssessmentState(lookAt)],
  "a locked helpline": locked,
  "the console": (lookAt) => inAHouse((house) => everyStaffState(house, lookAt)),
  "the console without scripts": (lookAt) => inAHouse((house) => everyPlainStaffState(house, lookAt)),
  "colleagues beside a chat": (lookAt) => inAHouse((house) => everyColleagueState(house, lookAt)),
  "an emergency": async (lookAt) => [await everyEmergencyState(lookAt)],
  "the keys": async (lookAt) => [await everyKeysState(lookAt)],
  "locked words": async (lookAt) => [await everyLockedState(lookAt)],
  "the overview and the end of a shift": async (lookAt) => [await everyOverviewState(lookAt)],
  "the queue": async (lookAt) => [await everyQueueState(lookAt)],
  "contact records": async (lookAt) => [await everyRecordState(lookAt)],
  learning: async (lookAt) => [await everyLearningState(lookAt)],
  practice: async (lookAt) => [await everyPracticeState(lookAt)],
  "ready replies": async (lookAt) => [await everyReplyBesideChat(lookAt), await everyRepliesPage(lookAt)],
  "the lead of safeguarding": (lookAt) => inAHouse((house) => everyLeadState(house, lookAt)),
  "the room": (lookAt) => inAHouse((house) => everyRoomState(house, lookAt)),
  "opening hours": async (lookAt) => [await everyHoursState(lookAt)],
  "the lines": async (lookAt) => [await everyLineState(lookAt)],
  "the audit trail": async (lookAt) => [await everyAuditState(lookAt)],
  "copies of the data": async (lookAt) => [await everyBackupState(lookAt)],
  "the directory": async (lookAt) => [await everyDirectoryState(lookAt)],
  "files that come in": async (lookAt) => [await everyImportState(lookAt)],
  "the mails": async (lookAt) => [await everyMailState(lookAt)],
  "on call": async (lookAt) => [await everyOnCallState(lookAt)],
  "the first run": async (lookAt) => [await everyFirstRunState(lookAt)],
  people: async (lookAt) => [await everyPeopleState(lookAt)],
  "the settings": async (lookAt) => [await everySettingsState(lookAt)],
  "sharing the directory": async (lookAt) => [await everySharingState(lookAt)],
  "own texts": async (lookAt) => [await everyTextsState(lookAt)],
};

async function inAHouse(walk: (house: TimedServer) => Promise<void>): Promise<Walked[]> {
  const house = await timedServer();
  await walk(house);
  return [house];
}

async function theChat(lookAt: LookAt): Promise<Walked[]> {
  const house = await timedServer();
  await everyYouthState(house, "en", lookAt);
  // The one planted fault, and nothing else.
  expect(house.reported.map((line) => line.split("\n")[0])).toEqual([expect.stringContaining("planted")]);
  house.reported.length = 0;
  return [house];
}

/** Both sides before the server has its key. */
async function locked(lookAt: LookAt): Promise<Walked[]> {
  const house = await timedServer({ master: null });
  const noor = await young(house);
  await noor.come();
  await lookAt("youth-locked", noor.page);
  const anna = await counsellor(house);
  await anna.signIn();
  await lookAt("staff-locked", anna.page);
  return [house];
}
