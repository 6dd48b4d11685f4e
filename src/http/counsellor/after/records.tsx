import { dayMs } from "#src/clock.ts";
import { isGone } from "#src/conversation/after/gone.ts";
import { conversation, shortName } from "#src/conversation/conversation.ts";
import type { HoldReason } from "#src/conversation/state.ts";
import { homeZone, line, lines } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { onPage, pageOf } from "#src/http/server/pages.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { codedScene } from "#src/live/chat/record-data.ts";
import { type ContactRecord, finishedCount, finishedRecords, unfinishedRecords } from "#src/record/reading.ts";
import { readAgain } from "#src/retention/reading/openings.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import { servedLines } from "#src/staff/shift/availability.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { type RecordRow, Records } from "#views/counsellor/after/records.tsx";
import { longDates } from "#views/parts/times/days.ts";

/** GET /staff/records: records to finish and your own; `?of=lines` shows those of the lines a supervisor serves. */
export const recordsPage: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const { recordDays, recordHours } = settings(db);
  const maySeeLines = may(member, "record.correct");
  const ofLines = maySeeLines && c.req.query("of") === "lines";
  const since = clock.now() - recordDays * dayMs;
  const whose = ofLines ? { lineIds: servedLines(db, member.id), since: 0 } : { staffId: member.id, since };
  const { from, ...place } = pageOf(finishedCount(db, whose), c.req.query("page"));
  const finished = finishedRecords(db, whose, { from, most: onPage });
  const rowsOf = (all: ContactRecord[]) => all.map((one) => rowOf(helpline, frame.t, member, one));
  return page(
    c,
    <Records
      frame={frame}
      toFinish={rowsOf(unfinishedRecords(db, member.id))}
      finished={rowsOf(finished)}
      of={ofLines ? "lines" : "own"}
      place={place}
      maySeeLines={maySeeLines}
      readAgain={readAgain(db, member.id, since).map(({ nameIndex, openedAt, why }) =>
        frame.t("staff.open.read_again", {
          chat: shortName(member.language, nameIndex),
          at: frame.t.dateTime(openedAt ?? 0, homeZone(db)),
          reason: frame.t(why === "left" ? "staff.left.reason" : `staff.holds.reason.${why as HoldReason}`),
        }),
      )}
      saved={c.req.query("saved") === "1"}
      hours={recordHours}
      days={recordDays}
    />,
  );
};

function rowOf(helpline: Helpline, t: Translate, member: StaffMember, record: ContactRecord): RecordRow {
  const { db } = helpline;
  const named = lines(db).length > 1 ? (line(db, record.lineId)?.name ?? null) : null;
  return {
    id: record.id,
    name: nameOf(helpline, t, record),
    channel: record.channel,
    day: longDates(t.language, record.day, record.day),
    line: named,
    alias: record.staffId === member.id ? null : (staffMember(db, record.staffId)?.alias ?? null),
    coded: codedScene(db, member, record),
  };
}

/** Returns the name of a record: its chat's while that is kept, else how and when they were in touch. */
export function recordTitle(helpline: Pick<Helpline, "db" | "clock">, t: Translate, record: ContactRecord): string {
  const name = nameOf(helpline, t, record);
  const way = record.channel === null ? "" : t(`staff.record.channel.${record.channel}`);
  return t("staff.record.title_of", {
    name: name ?? [way, longDates(t.language, record.day, record.day)].filter(Boolean).join(", "),
  });
}

function nameOf(
  { db, clock }: Pick<Helpline, "db" | "clock">,
  t: Translate,
  { conversationId }: ContactRecord,
): string | null {
  const found = conversationId === null ? undefined : conversation(db, conversationId);
  return found && !isGone(db, found, clock.now()) ? shortName(t.language, found.nameIndex) : null;
}
