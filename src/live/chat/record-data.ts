import { type Clock, hourMs } from "#src/clock.ts";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader } from "#src/db/db.ts";
import { knownRegions, regionName, regionNames } from "#src/directory/regions.ts";
import { lineZone } from "#src/hours/lines.ts";
import { type Translate, translate } from "#src/i18n/i18n.ts";
import {
  actionsTaken,
  blankCoding,
  type Coding,
  genders,
  isNoCounselling,
  noCounselling,
  outcomes,
} from "#src/record/coding.ts";
import { prefilled } from "#src/record/prefill.ts";
import { type ContactRecord, noteOf, reachOf, recordOfChat } from "#src/record/reading.ts";
import { tickedReasons } from "#src/record/reasons/ticks.ts";
import { treeOf } from "#src/record/trees.ts";
import { agesWithin, isOldAge, oldAgeBands, type SaidAge } from "#src/settings/assessment.ts";
import { offeredReasons, type ReasonTree } from "#src/settings/reasons.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import type { RecordAfter } from "#views/counsellor/after/after-chat.tsx";
import type { AgeFold } from "#views/counsellor/after/record-age.tsx";
import type { RecordCoded } from "#views/counsellor/after/record-facts.tsx";
import type { RecordChoices } from "#views/counsellor/after/record-form.tsx";
import type { ReasonsOffered } from "#views/counsellor/after/record-reasons.tsx";
import type { TicksShown } from "#views/counsellor/after/ticks.tsx";
import { ageInWords } from "#views/parts/fields/answers.ts";
import { reasonName } from "#views/parts/fields/reason-name.ts";

/** Returns the contact record for an ended chat's composer; null for chats that are not counted, and for colleagues. */
export function recordAfter(
  { db, clock }: { db: DataReader; clock: Clock },
  one: Conversation,
  reader: StaffMember,
): RecordAfter | null {
  if (one.endedAt === null || one.counsellorId !== reader.id || !isReal(one)) return null;
  const record = recordOfChat(db, one.id);
  if (!record || record.finishedAt === null) return { state: "open", form: formScene(db, reader, record ?? one) };
  const { recordHours } = settings(db);
  const until = record.finishedAt + recordHours * hourMs;
  const mayChange = reachOf(db, reader, record, clock.now()) === "change";
  return {
    state: "done",
    recordId: record.id,
    coded: codedScene(db, reader, record),
    until: mayChange ? translate(reader.language).dateTime(until, lineZone(db, one.lineId)) : null,
  };
}

/** Returns the form of a record, of a chat without one, or of nothing yet. */
export function formScene(db: DataReader, reader: StaffMember, of: ContactRecord | Conversation | null) {
  const record = of && "coding" in of ? of : null;
  const coding = record?.coding ?? (of ? prefilled(db, of.id) : blankCoding);
  const tree = record ? treeOf(db, record.treeVersion) : settings(db).reasons;
  return {
    choices: choicesIn(db, reader, tree, coding),
    coding,
    note: record ? noteOf(db, record.id) : "",
    noteGone: record?.note === "gone" || (of !== null && "erasedAt" in of && of.erasedAt !== null),
    noteDays: settings(db).noteDays,
  };
}

/** Returns the reasons someone can tick of a chat that goes on, and those that are ticked; null for all who do not write in it. */
export function ticksScene(
  { db, clock }: { db: DataReader; clock: Clock },
  one: Conversation,
  reader: StaffMember,
): TicksShown | null {
  if (one.endedAt !== null || !isReal(one)) return null;
  if (!may(reader, "conversation.write", subjectOf(db, one, clock.now()))) return null;
  const chosen = tickedReasons(db, one.id);
  return { groups: reasonsIn(translate(reader.language), settings(db).reasons, chosen), chosen };
}

/** Returns what can be ticked: all that is offered now, and what is ticked already. */
export function choicesIn(db: DataReader, { language }: StaffMember, tree: ReasonTree, coding: Coding): RecordChoices {
  const t = translate(language);
  const name = regionNames(db, language);
  return {
    groups: reasonsIn(t, tree, coding.reasons),
    regions: knownRegions(db).map(({ code, depth }) => ({ code, name: "– ".repeat(depth) + name(code) })),
    actions: actionsTaken,
    outcomes,
    noCounselling,
    ages: { old: coding.age !== null && isOldAge(coding.age) ? coding.age : null, folds },
    genders,
  };
}

function reasonsIn(t: Translate, tree: ReasonTree, chosen: readonly string[]): ReasonsOffered[] {
  const shown = tree.map((group) => ({
    ...group,
    off: false,
    reasons: group.reasons.map((one) => ({ ...one, off: (group.off || one.off) && !chosen.includes(one.code) })),
  }));
  return offeredReasons(shown).map((group) => ({
    code: group.code,
    name: reasonName(t, group),
    reasons: group.reasons.map((one) => ({ code: one.code, name: reasonName(t, one) })),
  }));
}

const folds: AgeFold[] = [
  ...oldAgeBands.map((folded) => ({ folded, bands: agesWithin[folded] })),
  { folded: null, bands: ["over_25"] },
];

/** Ages were once told less finely, and stay as they were told. */
function ageTold(t: Translate, age: SaidAge): string {
  return isOldAge(age) ? t("staff.record.age_old", { band: ageInWords(t, age) }) : ageInWords(t, age);
}

/** Returns what was ticked, with the names of the list it was coded with. */
export function codedScene(
  db: DataReader,
  { language }: StaffMember,
  { coding, treeVersion }: ContactRecord,
): RecordCoded {
  const t = translate(language);
  const all = treeOf(db, treeVersion).flatMap(({ reasons }) => reasons);
  return {
    coding,
    reasons: all.filter(({ code }) => coding.reasons.includes(code)).map((one) => reasonName(t, one)),
    age: coding.age && ageTold(t, coding.age),
    region: coding.region && regionName(db, coding.region, language),
    noCounselling: isNoCounselling(coding.outcome),
  };
}
