import { shortName } from "#src/conversation/conversation.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { review, reviewMs, shownAlone, shownDays } from "#src/retention/reading/read-alone.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { ReadAlone } from "#views/counsellor/safety/read-alone.tsx";

/** GET /staff/read-alone: ended chats that one person read alone, as far as the reader is told of them. */
export const readAlonePage: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const member = c.get("member");
  const alias = (id: number | null) => (id === null ? null : (aliasOf(db, id) ?? ""));
  return page(
    c,
    <ReadAlone
      frame={staffFrame(c, helpline)}
      readings={shownAlone(db, member, clock.now()).map((one) => ({
        ...one,
        name: shortName(member.language, one.nameIndex),
        reader: alias(one.askedBy) ?? "",
        second: alias(one.agreedBy),
        reviewer: alias(one.reviewedBy),
        until: one.openedAt + reviewMs,
      }))}
      days={shownDays}
      zone={homeZone(db)}
    />,
  );
};

/** POST /staff/read-alone/:id: someone else has looked at it. */
export const reviewOne: Handle = async (c, helpline) => {
  const member = c.get("member");
  const id = idOf(c.req.param("id"));
  await act(c, helpline.db, review, { id, member });
  return c.redirect("/staff/read-alone", 303);
};
