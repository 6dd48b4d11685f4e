import { HelplineError } from "#src/errors.ts";
import type { Role } from "#src/events.ts";
import { invite } from "#src/staff/invitation.ts";
import { everyoneWithNames } from "#src/staff/staff.ts";
import { StaffList, type StaffListProps } from "#views/admin/staff.tsx";
import { type C, type Handle, type Helpline, lists } from "../context.ts";
import { staffFrame } from "../staff-frame.ts";
import { page } from "../youth-frame.ts";

const roles: Role[] = ["counsellor", "supervisor", "admin"];

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
  const origin = helpline.config.publicAddress?.origin ?? `http://${c.req.header("host")}`;
  return showStaff(c, helpline, { link: `${origin}/staff/welcome/${token}`, roles: chosen, hours: 24 }, null);
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
