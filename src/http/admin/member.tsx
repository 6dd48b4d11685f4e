import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Role } from "#src/events.ts";
import { lines, staffOfLine } from "#src/hours/lines.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import {
  type Account,
  account,
  type MemberValues,
  newestMemberChange,
  setMember,
  undoMember,
} from "#src/staff/member.ts";
import { invitePassword } from "#src/staff/password.ts";
import { may, roles } from "#src/staff/permissions.ts";
import { staffMember } from "#src/staff/staff.ts";
import { MemberPage, type MemberPageProps } from "#views/admin/member.tsx";
import { type C, fields, type Handle, type Helpline, lists } from "../context.ts";
import { idOf, shownChanges } from "../member-changes.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";
import { oneTimeLink } from "./staff.tsx";

/** GET /admin/staff/:id */
export const memberPage: Handle = (c, helpline) =>
  showMember(c, helpline, accountOfPath(c, helpline), { saved: c.req.query("saved") === "1" });

/** POST /admin/staff/:id: what a colleague may do, and in which languages they chat. */
export const changeMember: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const given = await lists(c);
  const chosen = { roles: given.roles ?? [], languages: (given.languages ?? []).filter((one) => one !== "") };
  const basedOn = idOf(given.based_on?.at(-1));
  const wrongRoles = chosen.roles.some((one) => !roles.includes(one as Role));
  if (!chosen.languages.every(isLanguage) || wrongRoles) throw new HelplineError("bad_input");
  const values = {
    ...found.values,
    roles: roles.filter((role) => chosen.roles.includes(role)),
    languages: [...new Set(chosen.languages as Language[])],
  };
  return setting(c, helpline, found, { basedOn, values, chosen });
};

/** POST /admin/staff/:id/close: nobody signs in with it any more, or somebody does again. */
export const closeMember: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { closed, based_on } = await fields(c);
  if (closed !== "yes" && closed !== "no") throw new HelplineError("bad_input");
  const values = { ...found.values, closed: closed === "yes" };
  return setting(c, helpline, found, { basedOn: idOf(based_on), values });
};

async function setting(
  c: C,
  helpline: Helpline,
  found: Account,
  { basedOn, values, chosen }: { basedOn: number; values: MemberValues; chosen?: MemberPageProps["chosen"] },
): Promise<Response> {
  const change = { staffId: found.id, basedOn, values };
  try {
    await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => setMember(tx, emit, change));
  } catch (error) {
    return refuse(c, helpline, found, { error, basedOn, chosen });
  }
  return goOn(c, helpline, found);
}

/** POST /admin/staff/:id/undo: as they were before a change; a change of its own, so it can be undone too. */
export const undoMemberChange: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { change, based_on } = await fields(c);
  const input = { staffId: found.id, changeId: idOf(change), basedOn: idOf(based_on) };
  try {
    await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => undoMember(tx, emit, input));
  } catch (error) {
    return refuse(c, helpline, found, { error, basedOn: input.basedOn });
  }
  return goOn(c, helpline, found);
};

/** POST /admin/staff/:id/password: a link of one use with which they choose a new password. */
export const linkForPassword: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { id: staffId } = found;
  const actor = `staff:${c.get("member").id}` as const;
  const token = await helpline.db.change(actor, (tx, emit) => invitePassword(tx, emit, { staffId }));
  return showMember(c, helpline, found, { password: oneTimeLink(c, helpline, token) });
};

/** Whoever has just taken the right from themselves stands before a closed door. */
function goOn(c: C, { db }: Helpline, found: Account): Response {
  const me = staffMember(db, c.get("member").id);
  return c.redirect(me && may(me, "staff.change") ? `/admin/staff/${found.id}?saved=1` : "/staff", 303);
}

/** What was ticked comes back as it is, with the newest change as its base: whoever saves again has been told. */
function refuse(
  c: C,
  helpline: Helpline,
  found: Account,
  { error, basedOn, chosen }: { error: unknown; basedOn: number; chosen?: MemberPageProps["chosen"] | undefined },
): Response {
  if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
  const now = account(helpline.db, found.id)!;
  if (error.code !== "taken") return showMember(c, helpline, now, { chosen, refused: error });
  // A form that does not say how old it is, of an account that was never changed.
  const isNobody = newestMemberChange(helpline.db, found.id) === 0;
  const stale = new HelplineError("taken", "admin.hours.problem.stale");
  return showMember(c, helpline, now, isNobody ? { chosen, refused: stale } : { chosen, since: basedOn });
}

/** The account an address names, open or closed. Throws `not_found`. */
function accountOfPath(c: C, { db }: Helpline): Account {
  const id = idOf(c.req.param("id"));
  const found = id > 0 ? account(db, id) : undefined;
  if (!found) throw new HelplineError("not_found");
  return found;
}

interface Shown {
  chosen?: MemberPageProps["chosen"] | undefined;
  /** The newest change that whoever was too late had seen. */
  since?: number;
  refused?: HelplineError;
  saved?: boolean;
  password?: MemberPageProps["password"];
}

function showMember(c: C, helpline: Helpline, found: Account, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { id, signInName, realName, createdAt, values } = found;
  const { refused, since } = shown;
  const sentence = refused ? frame.t(refused.key, refused.values) : null;
  const beside = refused?.field === "roles" && shown.chosen !== undefined;
  return page(
    c,
    <MemberPage
      frame={frame}
      person={{ id, signInName, realName, createdAt, alias: values.alias, closed: values.closed }}
      own={id === c.get("member").id}
      roles={roles}
      chosen={shown.chosen ?? values}
      errors={beside ? { roles: sentence! } : {}}
      refused={beside ? null : sentence}
      meanwhile={since === undefined ? null : shownChanges(db, frame.t, id, since)}
      changes={shownChanges(db, frame.t, id)}
      basedOn={newestMemberChange(db, id)}
      saved={shown.saved ?? false}
      password={shown.password ?? null}
      onlyServes={onlyServes(db, id)}
      zone={lines(db)[0]!.timeZone}
    />,
    refused ? 422 : since === undefined ? 200 : 409,
  );
}

/** The lines that others were chosen for too, but nobody who is still here. */
function onlyServes(db: DataReader, staffId: number): string[] {
  return lines(db)
    .filter((line) => {
      const here = staffOfLine(db, line.id).filter((id) => staffMember(db, id) !== undefined);
      return here.length === 1 && here[0] === staffId;
    })
    .map(({ name }) => name);
}
