import { weekOf } from "#src/directory/care/week.ts";
import { services } from "#src/directory/entry/services.ts";
import type { Actor } from "#src/events.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { DirectoryWeek } from "#views/admin/directory/directory-week.tsx";

/** GET /admin/directory/week: what changed in the directory in the last seven days, and who did it. */
export const directoryWeekPage: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const week = weekOf(db, clock.now());
  const withName = <One extends { actor: Actor }>({ actor, ...one }: One) => ({ ...one, who: aliasOfActor(db, actor) });
  return page(
    c,
    <DirectoryWeek
      frame={staffFrame(c, helpline)}
      zone={homeZone(db)}
      from={week.from}
      to={week.to}
      names={new Map(services(db).map(({ id, entry }) => [id, entry.name]))}
      verified={week.verified.map(withName)}
      changed={week.changed.map(withName)}
      deleted={week.deleted.map(withName)}
      imported={week.imported.map(withName)}
      reported={week.reported.map(withName)}
      used={week.used}
      dueNext={week.dueNext}
      unchecked={week.unchecked}
    />,
  );
};
