import { hashPassword, verifyPassword } from "#src/crypto/password.ts";
import { HelplineError } from "#src/errors.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { aliasProblem } from "#src/staff/alias.ts";
import { account, newestMemberChange, setMember } from "#src/staff/member.ts";
import { passwordLeast, setPassword } from "#src/staff/password.ts";
import { credentials } from "#src/staff/staff.ts";
import { Me, type MeProps } from "#views/session/me.tsx";
import { type C, fields, type Handle, type Helpline, lists } from "../context.ts";
import { idOf, shownChanges } from "../member-changes.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";
import { passwordProblem } from "./new-password.tsx";
import { isAskedAbout } from "./welcome.tsx";

/** GET /staff/me */
export const mePage: Handle = (c, helpline) => {
  const saved = (["values", "password"] as const).find((what) => what === c.req.query("saved"));
  return showMe(c, helpline, saved ? { saved } : {});
};

/** POST /staff/me: the name young people see, the language of the pages, and those of the chats. */
export const changeMe: Handle = async (c, helpline) => {
  const { db } = helpline;
  const { id } = c.get("member");
  const given = await lists(c);
  const text = (name: string) => given[name]?.at(-1);
  const languages = [...new Set((given.languages ?? []).filter((one) => one !== ""))];
  const values = { alias: (text("alias") ?? "").trim(), language: text("language") ?? "", languages };
  const { values: now, realName } = account(db, id)!;
  const { t } = staffFrame(c, helpline);
  const errors: MeProps["errors"] = {};
  const problem = values.alias === now.alias ? null : aliasWrong(values.alias, realName, text("warned"));
  if (problem) errors.alias = t(`session.wrong.${problem}`);
  if (!isLanguage(values.language)) errors.language = t("session.wrong.language");
  if (!languages.every(isLanguage)) errors.languages = t("session.wrong.language");
  if (Object.keys(errors).length > 0) {
    return showMe(c, helpline, { values, errors, warned: problem === "alias_given" ? values.alias : "" });
  }
  const basedOn = idOf(text("based_on"));
  const wanted = { ...now, ...values, language: values.language as Language, languages: languages as Language[] };
  try {
    await db.change(`staff:${id}`, (tx, emit) => setMember(tx, emit, { staffId: id, basedOn, values: wanted }));
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    if (error.code === "taken") {
      return showMe(c, helpline, { values, since: basedOn, warned: text("warned") ?? "" });
    }
    if (error.field !== "alias") throw error;
    return showMe(c, helpline, { values, errors: { alias: t(error.key, error.values) } });
  }
  return c.redirect("/staff/me?saved=values", 303);
};

function aliasWrong(alias: string, realName: string, warned: string | undefined) {
  return aliasProblem(alias, realName) ?? (isAskedAbout(alias, warned) ? ("alias_given" as const) : null);
}

/** POST /staff/me/password: with the one that holds; every other session of theirs ends. */
export const changePassword: Handle = async (c, helpline) => {
  const { id, signInName } = c.get("member");
  const { old_password = "", password = "" } = await fields(c);
  const { t } = staffFrame(c, helpline);
  if (!helpline.limiter.take("signIn", signInName.toLowerCase())) {
    return showMe(c, helpline, { errors: { old_password: t("session.sign_in.too_fast") } }, 429);
  }
  const errors: MeProps["errors"] = {};
  const hash = credentials(helpline.db, signInName)?.passwordHash ?? null;
  if (!(await verifyPassword(old_password.slice(0, 1_000), hash)))
    errors.old_password = t("session.wrong.old_password");
  const problem = passwordProblem(password);
  if (problem) errors.password = t(problem, { least: passwordLeast });
  if (Object.keys(errors).length > 0) return showMe(c, helpline, { errors });
  const change = { staffId: id, passwordHash: await hashPassword(password), but: c.get("sessionHash") };
  const ended = await helpline.db.change(`staff:${id}`, (tx, emit) => setPassword(tx, emit, change));
  for (const session of ended) helpline.hub.close(session);
  return c.redirect("/staff/me?saved=password", 303);
};

interface Shown {
  values?: MeProps["values"];
  errors?: MeProps["errors"];
  /** The newest change that they had seen, when there was a newer one. */
  since?: number;
  warned?: string;
  saved?: "values" | "password";
}

function showMe(c: C, helpline: Helpline, shown: Shown, refusedWith: 422 | 429 = 422): Response {
  const { db } = helpline;
  const { id } = c.get("member");
  const { values: now } = account(db, id)!;
  const { errors = {}, since } = shown;
  const frame = staffFrame(c, helpline);
  const status = Object.keys(errors).length > 0 ? refusedWith : since === undefined ? 200 : 409;
  return page(
    c,
    <Me
      frame={frame}
      values={shown.values ?? now}
      language={now.language}
      errors={errors}
      warned={shown.warned ?? ""}
      basedOn={newestMemberChange(db, id)}
      meanwhile={since === undefined ? null : shownChanges(db, frame.t, id, since)}
      saved={shown.saved ?? null}
      passwordLeast={passwordLeast}
    />,
    status,
  );
}
