import { setColleague, undoColleague } from "#src/conversation/colleagues/rights.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Role } from "#src/events.ts";
import { homeZone, lines, staffOfLine } from "#src/hours/lines.ts";
import {
  idOf,
  lateOf,
  type NotDone,
  readUndo,
  savedOf,
  statusOf,
  type TooLate,
  unlessTaken,
} from "#src/http/frame/history.ts";
import { shownMemberChanges } from "#src/http/frame/member-changes.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { closeAtOnce } from "#src/queue/handover/give-back.ts";
import { maxChats } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { nameProblem } from "#src/staff/accounts/alias.ts";
import { type Account, account, type MemberValues, memberHistory } from "#src/staff/accounts/member.ts";
import { setNames } from "#src/staff/accounts/names.ts";
import { hasAddress } from "#src/staff/accounts/own-address.ts";
import { hasRoleSince } from "#src/staff/hands.ts";
import { isLastHolder } from "#src/staff/keys/team-key.ts";
import { may, roles } from "#src/staff/permissions.ts";
import { answers, offNewChats } from "#src/staff/shift/new-chats.ts";
import { invitePassword } from "#src/staff/sign-in/password.ts";
import { dropSecondStep, hasSecondStep } from "#src/staff/sign-in/second-step.ts";
import { endSession, openSessionsOf } from "#src/staff/sign-in/session.ts";
import { openChats, staffMember } from "#src/staff/staff.ts";
import { MemberPage, type MemberPageProps } from "#views/admin/people/member.tsx";
import { oneTimeLink } from "./staff.tsx";

/** GET /admin/staff/:id */
export const memberPage: Handle = (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const saved = savedOf(c, memberHistory.newest(helpline.db, found.id));
  return showMember(c, helpline, found, {
    saved,
    named: ["names", "second", "sessions", "new_chats"].includes(c.req.query("saved") ?? ""),
  });
};

/** POST /admin/staff/:id: saves what a colleague may do, and in which languages they chat. */
export const changeMember: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const given = await lists(c);
  const most = given.chats_most?.at(-1);
  const chosen = {
    roles: given.roles ?? [],
    languages: (given.languages ?? []).filter((one) => one !== ""),
    // A form from before this could be set leaves it as it is.
    maxChats: most === undefined ? found.values.maxChats : maxReadChats(most),
  };
  const basedOn = idOf(given.based_on?.at(-1));
  const wrongRoles = chosen.roles.some((one) => !roles.includes(one as Role));
  if (!chosen.languages.every(isLanguage) || wrongRoles) throw new HelplineError("bad_input");
  const values = {
    roles: roles.filter((role) => chosen.roles.includes(role)),
    languages: [...new Set(chosen.languages as Language[])],
    maxChats: chosen.maxChats,
  };
  return save(c, helpline, found, { basedOn, values, chosen });
};

function maxReadChats(given: string): number | null {
  if (given === "") return null;
  const most = Number(given);
  if (!/^\d$/.test(given) || most < 1 || most > maxChats) throw new HelplineError("bad_input");
  return most;
}

/** POST /admin/staff/:id/close: closes an account or opens it again; its open chats are given back once the admin is sure. */
export const closeMember: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { closed, sure, based_on } = await fields(c);
  if (closed !== "yes" && closed !== "no") throw new HelplineError("bad_input");
  const basedOn = idOf(based_on);
  if (closed === "no" || sure !== "yes")
    return save(c, helpline, found, { basedOn, values: { closed: closed === "yes" } });
  const change = { staffId: found.id, basedOn, isHeard: (id: number) => !helpline.staff.isGone(id) };
  const closing = act(c, helpline.db, closeAtOnce, change);
  return goOn(c, helpline, found, closing, { late: { seen: basedOn } });
};

function save(
  c: C,
  helpline: Helpline,
  found: Account,
  { basedOn, values, chosen }: { basedOn: number; values: Partial<MemberValues>; chosen?: MemberPageProps["chosen"] },
): Promise<Response> {
  const change = { staffId: found.id, basedOn, values, by: c.get("member").id };
  const saving = act(c, helpline.db, setColleague, change);
  return goOn(c, helpline, found, saving, { late: { seen: basedOn }, ...(chosen && { chosen }) });
}

/** POST /admin/staff/:id/names: corrects the real name and the sign-in name. */
export const nameMember: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { real_name = "", name = "" } = await fields(c);
  const typed = { realName: real_name.trim(), signInName: name.trim() };
  const { t } = staffFrame(c, helpline);
  const errors: MemberPageProps["errors"] = {};
  for (const [field, value] of Object.entries({ real_name, name })) {
    const wrong = nameProblem(value);
    if (wrong) errors[field as "real_name" | "name"] = t(`session.wrong.${wrong}`);
  }
  if (Object.keys(errors).length > 0) return showMember(c, helpline, found, { typed, errors });
  try {
    const change = { staffId: found.id, ...typed };
    await act(c, helpline.db, setNames, change);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "name") throw error;
    return showMember(c, helpline, found, { typed, errors: { name: t(error.key, error.values) } });
  }
  return c.redirect(`/admin/staff/${found.id}?saved=names`, 303);
};

/** POST /admin/staff/:id/undo: restores a colleague's values as they were before a change, as a new change. */
export const undoMemberChange: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { changeId, basedOn } = await readUndo(c);
  const input = { staffId: found.id, changeId, basedOn, by: c.get("member").id };
  const undoing = act(c, helpline.db, undoColleague, input);
  return goOn(c, helpline, found, undoing, { late: { seen: basedOn, wanted: "undone" } });
};

/** POST /admin/staff/:id/password: makes a one-time link for choosing a new password. */
export const linkForPassword: Handle = async (c, helpline) => {
  const found = accountOfPath(c, helpline);
  const { id: madeBy } = c.get("member");
  const input = { staffId: found.id, madeBy };
  try {
    const token = await act(c, helpline.db, invitePassword, input);
    return showMember(c, helpline, found, { password: oneTimeLink(c, helpline, token) });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showMember(c, helpline, found, { refused: error });
  }
};

/** POST /admin/staff/:id/second-off: for someone who has lost the phone and the codes; they are told of it. */
export const takeSecondOff: Handle = async (c, helpline) => {
  const { id: staffId } = accountOfPath(c, helpline);
  const { id: by } = c.get("member");
  // Your own is turned off on your own page.
  if (staffId === by) throw new HelplineError("bad_input");
  await act(c, helpline.db, dropSecondStep, { staffId, by });
  return c.redirect(`/admin/staff/${staffId}?saved=second`, 303);
};

/** POST /admin/staff/:id/sessions: signs a colleague out everywhere at once, after a lost phone or a computer left open. */
export const endColleagueSessions: Handle = async (c, helpline) => {
  const { db, hub, clock } = helpline;
  const { id: staffId } = accountOfPath(c, helpline);
  const { id: by } = c.get("member");
  // Your own are ended on your own page, which keeps the one in use.
  if (staffId === by) throw new HelplineError("bad_input");
  const open = openSessionsOf(db, staffId, clock.now()).map(({ hash }) => hash);
  const ended = await act(c, db, (tx, emit) => open.filter((hash) => endSession(tx, emit, { staffId, hash })));
  for (const hash of ended) hub.close(hash, "ended");
  return c.redirect(`/admin/staff/${staffId}?saved=sessions`, 303);
};

async function goOn(
  c: C,
  helpline: Helpline,
  { id }: Account,
  doing: Promise<number>,
  { late, chosen }: { late: TooLate; chosen?: Shown["chosen"] },
): Promise<Response> {
  const { db } = helpline;
  const now = () => account(db, id)!;
  try {
    const saved = await unlessTaken(doing);
    if (saved === null) return showMember(c, helpline, now(), { chosen, late });
    // An admin who has just given up the right cannot see this page any more.
    const me = staffMember(db, c.get("member").id);
    return c.redirect(me && may(me, "staff.change") ? `/admin/staff/${id}?saved=${saved}` : "/staff", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showMember(c, helpline, now(), { chosen, refused: error });
  }
}

function accountOfPath(c: C, { db }: Helpline): Account {
  const id = idOf(c.req.param("id"));
  const found = id > 0 ? account(db, id) : undefined;
  if (!found) throw new HelplineError("not_found");
  return found;
}

interface Shown extends NotDone {
  chosen?: MemberPageProps["chosen"] | undefined;
  saved?: number | null;
  password?: MemberPageProps["password"];
  named?: boolean;
  typed?: MemberPageProps["typed"];
  errors?: MemberPageProps["errors"];
}

function showMember(c: C, helpline: Helpline, found: Account, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { id, signInName, realName, createdAt, values } = found;
  const { refused } = shown;
  const changes = shownMemberChanges(db, frame.t, id);
  const late = lateOf(shown.late, changes);
  const sentence = refused ? frame.t(refused.key, refused.values) : null;
  const beside = refused?.field === "roles" && shown.chosen !== undefined;
  return page(
    c,
    <MemberPage
      frame={frame}
      person={{ id, signInName, realName, createdAt, alias: values.alias, closed: values.closed }}
      hasAddress={hasAddress(db, id)}
      own={id === c.get("member").id}
      roles={roles}
      chosen={shown.chosen ?? values}
      chats={{ usual: settings(db).chatsAtOnce, most: maxChats }}
      typed={shown.typed ?? { realName, signInName }}
      errors={beside ? { roles: sentence! } : (shown.errors ?? {})}
      refused={beside ? null : sentence}
      late={late}
      changes={changes}
      basedOn={memberHistory.newest(db, id)}
      saved={shown.saved ?? null}
      named={shown.named ?? false}
      password={shown.password ?? null}
      isLastHolder={isLastHolder(db, id)}
      hasSecond={hasSecondStep(db, id)}
      sessions={openSessionsOf(db, id, helpline.clock.now()).length}
      talks={refused?.field === "closed" ? openChats(db, id) : 0}
      newChats={newChatsOf(db, { id, by: c.get("member").id })}
      leads={leadsOf(db, found, c.get("member").id)}
      onlyServes={onlyServes(db, id)}
      zone={homeZone(db)}
    />,
    statusOf(refused !== undefined || shown.errors !== undefined, late),
  );
}

function newChatsOf(db: DataReader, { id, by }: { id: number; by: number }): MemberPageProps["newChats"] {
  if (id === by || !answers(db).some((one) => one.id === id)) return null;
  const off = offNewChats(db).filter(({ staffId }) => staffId === id);
  const since = off.length === 0 ? null : Math.min(...off.map((one) => one.since));
  return { off: since, isOwn: off.some(({ setBy }) => setBy === by) };
}

function leadsOf(db: DataReader, { id, values }: Account, by: number): MemberPageProps["leads"] {
  if (!values.roles.includes("lead")) return { since: null, isOwn: id === by };
  const { at, isOwn } = hasRoleSince(db, id, "lead");
  return { since: at, isOwn };
}

function onlyServes(db: DataReader, staffId: number): string[] {
  return lines(db)
    .filter((line) => {
      const here = staffOfLine(db, line.id).filter((id) => staffMember(db, id) !== undefined);
      return here.length === 1 && here[0] === staffId;
    })
    .map(({ name }) => name);
}
