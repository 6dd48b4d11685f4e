import { hashPassword } from "#src/crypto/password.ts";
import { HelplineError } from "#src/errors.ts";
import { isLanguage, type Key, type Translate } from "#src/i18n/i18n.ts";
import { isMixed, isPlain, lookOf, tellsName } from "#src/staff/alias.ts";
import { type Invitation, invitation, join, passwordLeast } from "#src/staff/invitation.ts";
import { Invalid } from "#views/session/invalid.tsx";
import { SetUp, type SetUpField, type SetUpProps } from "#views/session/welcome.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { limits } from "../limits.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";

/** GET /staff/welcome/:token: opening the link uses nothing up; scanners of mails open links too. */
export const welcome: Handle = (c, helpline) => {
  const found = invited(c, helpline);
  if (!found) return page(c, <Invalid frame={staffFrame(c, helpline)} />, 410);
  return showSetUp(c, helpline, found, {}, {});
};

/** POST /staff/welcome/:token: the account is made, the link is used up, and they are signed in. */
export const becomeStaff: Handle = async (c, helpline) => {
  const found = invited(c, helpline);
  if (!found) return page(c, <Invalid frame={staffFrame(c, helpline)} />, 410);
  const form = await fields(c);
  const { t } = staffFrame(c, helpline);
  if (!helpline.limiter.take("setUp", "all")) return showSetUp(c, helpline, found, {}, form, t("error.too_fast"));
  const errors = checked(t, form, found.first);
  if (Object.keys(errors).length > 0) return showSetUp(c, helpline, found, errors, form);
  const member = {
    token: c.req.param("token")!,
    signInName: form.name!.trim(),
    realName: form.real_name!.trim(),
    alias: form.alias!.trim(),
    language: isLanguage(form.language!) ? form.language : ("en" as const),
    passwordHash: await hashPassword(form.password!),
    helplineName: found.first ? form.helpline!.trim() : null,
  };
  try {
    const staffId = await helpline.db.change(`invitation:${found.id}`, (tx, emit) => join(tx, emit, member));
    c.header("Set-Cookie", await helpline.sessions.start(staffId));
    return c.redirect("/staff", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || !error.field) throw error;
    const field = error.field === "signInName" ? "name" : "alias";
    return showSetUp(c, helpline, found, { [field]: t(error.key) }, form);
  }
};

function invited(c: C, helpline: Helpline): Invitation | undefined {
  return invitation(helpline.db, c.req.param("token") ?? "", helpline.clock.now());
}

type Errors = SetUpProps["errors"];

/** A sentence for every field that is not right. */
function checked(t: Translate, form: Record<string, string>, first: boolean): Errors {
  const wrong: [SetUpField, Key][] = [];
  const names: SetUpField[] = first ? ["name", "real_name", "alias", "helpline"] : ["name", "real_name", "alias"];
  for (const field of names) {
    const value = (form[field] ?? "").trim();
    if (value === "") wrong.push([field, "session.wrong.empty"]);
    else if (value.length > limits.fieldCharacters) wrong.push([field, "session.wrong.long"]);
    else if (!isPlain(value) || (field === "alias" && isMixed(value))) wrong.push([field, "session.wrong.characters"]);
  }
  if (!isLanguage(form.language ?? "")) wrong.push(["language", "session.wrong.language"]);
  const password = form.password ?? "";
  if (password.length < passwordLeast) wrong.push(["password", "session.wrong.password_short"]);
  if (password.length > 1000) wrong.push(["password", "session.wrong.long"]);
  if (isTraced(form.alias, form.real_name)) wrong.push(["alias", "session.wrong.alias_is_name"]);
  return Object.fromEntries(wrong.map(([field, key]) => [field, t(key, { least: passwordLeast })]));
}

function isTraced(alias = "", realName = ""): boolean {
  const wanted = lookOf(alias);
  return wanted !== "" && (lookOf(realName) === wanted || tellsName(alias, realName));
}

function showSetUp(
  c: C,
  helpline: Helpline,
  found: Invitation,
  errors: Errors,
  form: Record<string, string>,
  refused: string | null = null,
): Response {
  const { password: _never, ...values } = form;
  const { roles, first } = found;
  const props = { token: c.req.param("token")!, roles, errors, values, first, refused, passwordLeast };
  const status = refused !== null ? 429 : Object.keys(errors).length > 0 ? 422 : 200;
  return page(c, <SetUp frame={staffFrame(c, helpline)} {...props} />, status);
}
