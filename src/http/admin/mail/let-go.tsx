import { askedSince, cancelSince } from "#src/callback/cancel-since.ts";
import { hourMs } from "#src/clock.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, fields, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { LetGo } from "#views/admin/mail/let-go.tsx";

const hoursOffered = [1, 2, 3, 6, 12, 24, 48, 168];

/** GET /admin/settings/callback/let-go: how many have asked to be written to within some hours, before anything is done. */
export const letGoPage: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const hours = hoursOffered.find((one) => String(one) === c.req.query("hours")) ?? null;
  const since = hours === null ? null : clock.now() - hours * hourMs;
  const found = since === null ? null : { since, n: askedSince(db, since) };
  const zone = homeZone(db);
  return page(
    c,
    <LetGo frame={staffFrame(c, helpline)} offered={hoursOffered} hours={hours} found={found} zone={zone} />,
  );
};

/** POST /admin/settings/callback/let-go: of all who asked since the time that stood there. */
export const letGoOfMany: Handle = async (c, helpline) => {
  const form = await fields(c);
  const since = /^\d{1,15}$/.test(form.since ?? "") ? Number(form.since) : Number.NaN;
  const n = await act(c, helpline.db, cancelSince, { since });
  return c.redirect(`/admin/settings/callback?let_go=${n}#callback-state`, 303);
};
