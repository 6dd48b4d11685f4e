import { HelplineError } from "#src/errors.ts";
import type { Role } from "#src/events.ts";
import { invitationHours, invite } from "#src/staff/invitation.ts";
import { roles } from "#src/staff/permissions.ts";
import { everyoneWithNames } from "#src/staff/staff.ts";
import { StaffList, type StaffListProps } from "#views/admin/staff.tsx";
import { type C, type Handle, type Helpline, lists } from "../context.ts";
import { hostOf } from "../guards.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";

/** GET /admin/staff */
export const staffPage: Handle = (c, helpline) => showStaff(c, helpline, null, null);

/** POST /admin/staff/invite: a link of one use, shown once. */
export const inviteStaff: Handle = async (c, helpline) => {
  const chosen = await chosenRoles(c);
  if (chosen.length === 0) {
    return showStaff(c, helpline, null, new HelplineError("bad_input", "admin.invite.no_role"));
  }
  const { id } = c.get("member");
  const token = await helpline.db.change(`staff:${id}`, (tx, emit) =>
    invite(tx, emit, { roles: chosen, first: false }),
  );
  const { config } = helpline;
  const origin = config.publicAddress?.origin ?? `http://${hostOf(c, config) || `localhost:${config.port}`}`;
  const link = `${origin}/staff/welcome/${token}`;
  return showStaff(c, helpline, { link, roles: chosen, hours: invitationHours }, null);
};

async function chosenRoles(c: C): Promise<Role[]> {
  const { roles: given = [] } = await lists(c);
  return roles.filter((role) => given.includes(role));
}

function showStaff(
  c: C,
  helpline: Helpline,
  invitation: StaffListProps["invitation"],
  refused: HelplineError | null,
): Response {
  const frame = staffFrame(c, helpline);
  const people = everyoneWithNames(helpline.db).map(({ availability, ...one }) => ({
    ...one,
    available: availability === "available",
  }));
  const error = refused && frame.t(refused.key);
  return page(
    c,
    <StaffList frame={frame} people={people} invitation={invitation} roles={roles} error={error} />,
    refused ? 422 : 200,
  );
}
