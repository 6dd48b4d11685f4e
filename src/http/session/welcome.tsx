import { contactDetailsIn } from "#src/conversation/messages/contact-details.ts";
import { hashPassword } from "#src/crypto/password.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Key, type Language, type Translate } from "#src/i18n/i18n.ts";
import { mailServer } from "#src/mail/server.ts";
import { maxHelplineName } from "#src/settings/definitions.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { settings } from "#src/settings/settings.ts";
import { aliasProblem, isGivenName, nameProblem } from "#src/staff/accounts/alias.ts";
import { acceptInvitation, type Invitation, invitation, saveDraft } from "#src/staff/accounts/invitation.ts";
import { draftOfForm, type WelcomeDraft } from "#src/staff/accounts/welcome-draft.ts";
import { passwordLeast } from "#src/staff/sign-in/password.ts";
import { type FirstPlace, FirstRun } from "#views/session/first-run.tsx";
import { Invalid } from "#views/session/invalid.tsx";
import { SetUp, type SetUpProps } from "#views/session/welcome.tsx";
import { passwordWrong, showNewPassword, takeNewPassword } from "./new-password.tsx";
import { letIn } from "./second-code.tsx";

/** GET /staff/welcome/:token: opening the link does not use it up, since scanners of emails open links too. */
export const welcome: Handle = (c, helpline) => {
  const found = invited(c, helpline);
  if (!found) return page(c, <Invalid frame={staffFrame(c, helpline)} />, 410);
  if (found.forStaffId !== null) return showNewPassword(c, helpline, found.forStaffId, {});
  return showWelcome(c, helpline, found, { values: found.draft });
};

/** POST /staff/welcome/:token: makes the account, uses up the link, and signs them in. */
export const becomeStaff: Handle = async (c, helpline) => {
  const found = invited(c, helpline);
  if (!found) return page(c, <Invalid frame={staffFrame(c, helpline)} />, 410);
  if (found.forStaffId !== null) return takeNewPassword(c, helpline, found);
  const form = await welcomeForm(c);
  const { t } = frameFor(c, helpline, form);
  if (!helpline.limiter.take("setUp", "all")) {
    return showWelcome(c, helpline, found, { values: onAccount(form), refused: t("error.too_fast") });
  }
  if (form.do) return turnPage(c, helpline, found, form);
  const errors = checked(t, form, { first: found.first, helpline: settings(helpline.db).name });
  if (Object.keys(errors).length > 0) return refuse(c, helpline, found, form, errors);
  const member = {
    token: c.req.param("token")!,
    signInName: form.name!.trim(),
    realName: form.real_name!.trim(),
    alias: form.alias!.trim(),
    language: form.language as Language,
    languages: chosenLanguages(form) as Language[],
    passwordHash: await hashPassword(form.password!),
    helplineName: found.first ? form.helpline!.trim() : null,
    country: found.draft.country,
    zone: found.draft.zone,
  };
  try {
    const staffId = await helpline.db.change(`invitation:${found.id}`, (tx, emit) =>
      acceptInvitation(tx, emit, member),
    );
    return await letIn(c, helpline, { staffId, password: form.password! }, found.first ? "/admin/open" : undefined);
  } catch (error) {
    if (!(error instanceof HelplineError) || !error.field) throw error;
    const field = error.field === "signInName" ? "name" : "alias";
    return refuse(c, helpline, found, form, { [field]: t(error.key) });
  }
};

/** POST /staff/welcome/:token/draft: keeps what is typed, for someone who closes the browser. */
export const keepWelcomeDraft: Handle = async (c, helpline) => {
  const found = invited(c, helpline);
  if (!found || found.forStaffId !== null) throw new HelplineError("ended", "session.invitation_over");
  if (!helpline.limiter.take("draft", `invitation:${found.id}`)) throw new HelplineError("too_fast");
  await keep(helpline, found, await welcomeForm(c));
  return c.body(null, 204);
};

type Form = Record<string, string>;

async function welcomeForm(c: C): Promise<Form> {
  const given = await lists(c);
  const form: Form = Object.fromEntries(Object.entries(given).map(([name, texts]) => [name, texts.at(-1)!]));
  if (given.languages) form.languages = given.languages.filter((one) => one !== "").join(" ");
  return form;
}

function chosenLanguages({ languages = "" }: Form): string[] {
  return [...new Set(languages.split(" ").filter((one) => one !== ""))];
}

function invited(c: C, helpline: Helpline): Invitation | undefined {
  return invitation(helpline.db, c.req.param("token") ?? "", helpline.clock.now());
}

/** What the form does not have stays as it was. */
function keep(helpline: Helpline, found: Invitation, form: Form): Promise<void> {
  const draft = { ...found.draft, ...draftOfForm(form) };
  return helpline.db.change(`invitation:${found.id}`, (tx) => saveDraft(tx, { invitation: found, draft }));
}

async function turnPage(c: C, helpline: Helpline, found: Invitation, form: Form): Promise<Response> {
  const { t } = frameFor(c, helpline, form);
  const wrong = form.do === "next" ? asked(t, form, ["language", "helpline"]) : {};
  if (Object.keys(wrong).length > 0) return refuse(c, helpline, found, { ...form, step: "1" }, wrong);
  const turned = form.do === "next" ? "2" : form.do === "back" ? "1" : undefined;
  const step = turned ?? found.draft.step ?? "1";
  await keep(helpline, found, { ...followed(c, helpline, found, form), step });
  return c.redirect(c.req.path, 303);
}

/** Someone who has not chosen chat languages chats in that of the pages, even when that changes. */
function followed(c: C, helpline: Helpline, found: Invitation, form: Form): Form {
  const before = frameFor(c, helpline, found.draft).t.language;
  if (form.do !== "language" || form.languages !== before || !isLanguage(form.language ?? "")) return form;
  return { ...form, languages: form.language! };
}

async function refuse(c: C, helpline: Helpline, found: Invitation, form: Form, errors: Errors): Promise<Response> {
  const values = { ...found.draft, ...onAccount(form) };
  await keep(helpline, found, values as Form);
  const isNew = errors.alias !== undefined && isGivenName(form.alias ?? "");
  return showWelcome(c, helpline, found, { values, errors, warned: isNew ? form.alias! : (form.warned ?? "") });
}

function onAccount(form: Form): Form {
  return { step: "2", ...form };
}

type Errors = SetUpProps["errors"];

function checked(t: Translate, form: Form, { first, helpline }: { first: boolean; helpline: string }): Errors {
  const errors = asked(t, form, first ? ["language", "helpline"] : ["language"]);
  const { alias = "", real_name = "", name = "", password = "" } = form;
  const own = { realName: real_name, signInName: name };
  const problem = aliasWrong(alias, own, form.warned);
  if (problem) errors.alias = t(`session.wrong.${problem}`);
  if (!chosenLanguages(form).every(isLanguage)) errors.languages = t("session.wrong.language");
  for (const [field, value] of Object.entries({ real_name, name })) {
    const wrong = nameProblem(value);
    if (wrong) errors[field as "real_name" | "name"] = t(`session.wrong.${wrong}`);
  }
  const service = first ? (form.helpline ?? "") : helpline;
  const weak = passwordWrong(t, password, { ...own, alias, helpline: service });
  if (weak) errors.password = weak;
  return errors;
}

/** Returns why an alias may not stand or must be asked about, else null. Young people read it, so it must lead to nobody. */
export function aliasWrong(alias: string, own: { realName: string; signInName: string }, warned: string | undefined) {
  const problem = aliasProblem(alias, own) ?? (contactDetailsIn(alias).length > 0 ? ("alias_contact" as const) : null);
  return problem ?? (isAskedAbout(alias, warned) ? ("alias_given" as const) : null);
}

/** A given name is asked about once; a form without `warned` has no page that could ask. */
function isAskedAbout(alias: string, warned: string | undefined): boolean {
  return warned !== undefined && isGivenName(alias) && warned.trim() !== alias.trim();
}

function asked(t: Translate, form: Form, wanted: ("language" | "helpline")[]): Errors {
  const wrong: [string, Key][] = [];
  if (wanted.includes("language") && !isLanguage(form.language ?? "")) {
    wrong.push(["language", "session.wrong.language"]);
  }
  const problem = wanted.includes("helpline") ? helplineProblem(form.helpline ?? "") : null;
  if (problem) wrong.push(["helpline", `session.wrong.${problem}`]);
  return Object.fromEntries(wrong.map(([field, key]) => [field, t(key, { most: maxHelplineName })]));
}

/** Young people read it at the top of every page. */
function helplineProblem(name: string) {
  return name.trim().length > maxHelplineName ? "helpline_long" : nameProblem(name);
}

function frameFor(c: C, helpline: Helpline, { language = "" }: { language?: string }) {
  return staffFrame(c, helpline, isLanguage(language) ? language : undefined);
}

/** Where a helpline most likely is that is set up in a language. */
const usualCountry: Record<Language, string> = { en: "EU", fr: "FR", nl: "NL", es: "ES", fi: "FI", hu: "HU" };
/** The zone of most people in a country whose numbers are known. */
const usualZone: Record<string, string> = {
  ...{ BE: "Europe/Brussels", ES: "Europe/Madrid", FI: "Europe/Helsinki", FR: "Europe/Paris", GB: "Europe/London" },
  ...{ HU: "Europe/Budapest", IE: "Europe/Dublin", LU: "Europe/Luxembourg", NL: "Europe/Amsterdam" },
};

/** The country and the clock to begin with: as typed, else by what the browser asks for, else by the language. */
function placeShown(c: C, language: Language, { country, zone }: WelcomeDraft): FirstPlace {
  const countries = shippedEmergency.map((one) => one.country);
  const [, asked] = /^[a-z]+-([A-Z]{2})\b/.exec(c.req.header("accept-language") ?? "") ?? [];
  const chosen = [country, asked, usualCountry[language]].find((one) => one !== undefined && countries.includes(one))!;
  const zones = [...Object.values(usualZone), ...Intl.supportedValuesOf("timeZone")];
  return {
    countries,
    country: chosen,
    zones: [...new Set(zones)].sort(),
    zone: zone !== undefined && zones.includes(zone) ? zone : (usualZone[chosen] ?? "Europe/Brussels"),
    isGuess: zone === undefined,
  };
}

interface Shown {
  values: WelcomeDraft;
  errors?: Errors;
  refused?: string;
  warned?: string;
}

function showWelcome(c: C, helpline: Helpline, found: Invitation, shown: Shown): Response {
  const { values, errors = {}, refused = null, warned = "" } = shown;
  const { roles, first, madeBy } = found;
  const frame = frameFor(c, helpline, values);
  const token = c.req.param("token")!;
  const status = refused !== null ? 429 : Object.keys(errors).length > 0 ? 422 : 200;
  const isBefore = first && (values.step !== "2" || errors.language || errors.helpline);
  if (isBefore) {
    const place = placeShown(c, frame.t.language, values);
    return page(c, <FirstRun {...{ frame, token, errors, place }} helpline={values.helpline} />, status);
  }
  const props = {
    frame,
    token,
    roles,
    errors,
    values,
    first,
    refused,
    warned,
    passwordLeast,
    isSince: madeBy !== null,
    hasMail: mailServer(helpline.db) !== null,
  };
  return page(c, <SetUp {...props} language={frame.t.language} />, status);
}
