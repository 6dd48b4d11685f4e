import { homeZone } from "#src/hours/lines.ts";
import { translate } from "#src/i18n/i18n.ts";
import type { EndingSession } from "#src/staff/sign-in/session.ts";
import { staffMember } from "#src/staff/staff.ts";
import { SessionEnds } from "#views/counsellor/console/session-ends.tsx";
import { Replacement } from "./paint.tsx";
import type { Sources } from "./topics.ts";

/** Draws the line about a session's end for its consoles; `isNear` false removes it. */
export function sessionEnds({ db }: Pick<Sources, "db">, session: EndingSession, isNear: boolean): string {
  const t = translate(staffMember(db, session.staffId)?.language ?? "en");
  const time = isNear ? t.time(session.endsAt, homeZone(db)) : null;
  return String(
    <Replacement target="#session-ends">
      <SessionEnds t={t} time={time} idle={session.idle} />
    </Replacement>,
  );
}
