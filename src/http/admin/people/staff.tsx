import { asStaff, type DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Role } from "#src/events.ts";
import { homeZone, lines } from "#src/hours/lines.ts";
import { scanned } from "#src/http/frame/qr.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import { mailReady } from "#src/mail/outbox.ts";
import { leadMissing } from "#src/queue/line/checklist.ts";
import { givenLinks, withdrawInvitation } from "#src/staff/accounts/given-links.ts";
import { invitationHours, invite } from "#src/staff/accounts/invitation.ts";
import { inviteByMail } from "#src/staff/accounts/invite-mail.ts";
import { closedAccounts } from "#src/staff/accounts/member.ts";
import { mayHaveRoles, roles } from "#src/staff/permissions.ts";
import { servedLines } from "#src/staff/shift/availability.ts";
import { chatLanguages, everyoneWithNames } from "#src/staff/staff.ts";
import { StaffList, type StaffListProps } from "#views/admin/people/staff.tsx";

/** GET /admin/staff */
export const staffPage: Handle = (c, helpline) => {
  return showStaff(c, helpline, { mailed: c.req.query("saved") === "mail" });
};

/** POST /admin/staff/invite: makes a one-time link, shown once; or sends it to an address and does not show it. */
export const inviteStaff: Handle = async (c, helpline) => {
  const { chosen, forWhom, address } = await readInvitation(c);
  const refused = problemOf(chosen, forWhom);
  if (refused) return showStaff(c, helpline, { chosen, forWhom, address, refused });
  const { id: madeBy, language } = c.get("member");
  const link = { roles: chosen, madeBy, forWhom };
  if (address.trim() !== "") {
    const linkOf = (token: string) => linkTo(c, helpline, token);
    try {
      await helpline.db.change(asStaff(madeBy), (tx, emit) =>
        inviteByMail(tx, emit, { ...link, address, language, linkOf }),
      );
    } catch (error) {
      if (!(error instanceof HelplineError) || error.field !== "address") throw error;
      return showStaff(c, helpline, { chosen, forWhom, address, refused: error });
    }
    return c.redirect("/admin/staff?saved=mail", 303);
  }
  const token = await helpline.db.change(asStaff(madeBy), (tx, emit) => invite(tx, emit, { ...link, first: false }));
  return showStaff(c, helpline, { invitation: { ...oneTimeLink(c, helpline, token), roles: chosen } });
};

async function readInvitation(c: C): Promise<{ chosen: Role[]; forWhom: string; address: string }> {
  const { roles: given = [], for_whom = [], address = [] } = await lists(c);
  const forWhom = withoutMisleading(for_whom.at(-1) ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return { chosen: roles.filter((role) => given.includes(role)), forWhom, address: address.at(-1) ?? "" };
}

/** The longest note about who a link is for, characters. */
const maxForWhom = 80;

function problemOf(chosen: Role[], forWhom: string): HelplineError | undefined {
  if (chosen.length === 0) return new HelplineError("bad_input", "admin.invite.no_role", {}, "roles");
  if (!mayHaveRoles(chosen)) return new HelplineError("bad_input", "error.lead_answers", {}, "roles");
  if (forWhom.length <= maxForWhom) return undefined;
  return new HelplineError("bad_input", "admin.invite.for_whom_long", { most: maxForWhom }, "for_whom");
}

/** Returns a one-time link as a page shows it. */
export function oneTimeLink(c: C, helpline: Helpline, token: string) {
  return { ...scanned(linkTo(c, helpline, token)), hours: invitationHours };
}

function linkTo(c: C, { config }: Helpline, token: string): string {
  return `${ownOrigin(c, config)}/staff/welcome/${token}`;
}

/** POST /admin/staff/withdraw: a link that was given out no longer opens anything. */
export const withdrawLink: Handle = async (c, helpline) => {
  const { link = "" } = await fields(c);
  if (!/^[1-9]\d{0,8}$/.test(link)) throw new HelplineError("not_found");
  const change = { invitationId: Number(link) };
  try {
    await act(c, helpline.db, withdrawInvitation, change);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "ended") throw error;
    return showStaff(c, helpline, { refused: error });
  }
  return c.redirect("/admin/staff", 303);
};

interface Shown {
  invitation?: StaffListProps["invitation"];
  chosen?: Role[];
  forWhom?: string;
  address?: string;
  mailed?: boolean;
  refused?: HelplineError;
}

function showStaff(c: C, helpline: Helpline, shown: Shown): Response {
  const { invitation = null, chosen, forWhom = "", address = "", refused } = shown;
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const sentence = refused ? frame.t(refused.key, refused.values) : null;
  const people = everyoneWithNames(db).map(({ availability, ...one }) => ({
    ...one,
    languages: chatLanguages(db, one.id),
    lines: linesChosenFor(db, one.id),
    available: availability === "available",
  }));
  const closed = closedAccounts(db).map(({ id, realName, values }) => ({ id, realName, alias: values.alias }));
  return page(
    c,
    <StaffList
      frame={frame}
      people={people}
      lead={leadMissing(db)}
      closed={closed}
      invitation={invitation}
      links={givenLinks(db, clock.now())}
      zone={homeZone(db)}
      roles={roles}
      chosen={chosen ?? ["counsellor"]}
      forWhom={forWhom}
      address={address}
      mailReady={mailReady(db)}
      mailed={shown.mailed ?? false}
      errors={refused?.field ? { [refused.field]: sentence! } : {}}
      refused={refused?.field ? null : sentence}
    />,
    refused ? 422 : 200,
  );
}

function linesChosenFor(db: DataReader, staffId: number): string[] {
  const served = servedLines(db, staffId);
  const all = lines(db);
  return served.length === all.length ? [] : all.filter(({ id }) => served.includes(id)).map(({ name }) => name);
}
