import { dayMs } from "#src/clock.ts";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import { hashPassword, verifyPassword } from "#src/crypto/password.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf, lateOf, savedOf, statusOf, type TooLate, unlessTaken } from "#src/http/frame/history.ts";
import { shownMemberChanges } from "#src/http/frame/member-changes.ts";
import { makerOf, staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, fromScript, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { presenceDays } from "#src/queue/line/staffed.ts";
import { thanksTo } from "#src/record/thanks.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { account, memberHistory } from "#src/staff/accounts/member.ts";
import { ownAddress, setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { phoneGivenFor, setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import { setSignals, signalsOf } from "#src/staff/accounts/signals.ts";
import { may } from "#src/staff/permissions.ts";
import { maxPassword, passwordLeast, passwordLinks, setPassword } from "#src/staff/sign-in/password.ts";
import { refusedSince } from "#src/staff/sign-in/refused.ts";
import { hasSecondStep } from "#src/staff/sign-in/second-step.ts";
import { secondStepDue } from "#src/staff/sign-in/second-step-due.ts";
import { credentials, everyone } from "#src/staff/staff.ts";
import { Me, type MeProps } from "#views/session/me.tsx";
import { refuseMeanwhile } from "./gate.ts";
import { relocked } from "./keys.ts";
import { ownerOf, passwordWrong } from "./new-password.tsx";
import { ownSessions } from "./sessions.ts";
import { aliasWrong } from "./welcome.tsx";

/** How long someone is told that sign-ins with their name were refused, ms. */
const refusedShownMs = 7 * dayMs;

/** GET /staff/me */
export const mePage: Handle = (c, helpline) => {
  const saved = savedOf(c, memberHistory.newest(helpline.db, c.get("member").id));
  const done = c.req.query("saved");
  return showMe(c, helpline, {
    saved,
    passwordSaved: done === "password",
    addressSaved: done === "address" || done === "phone" || done === "signals",
    sessionsEnded: done === "sessions",
  });
};

/** POST /staff/me: saves the alias, the language of the pages, and those of the chats. */
export const changeMe: Handle = async (c, helpline) => {
  const { db } = helpline;
  const { id } = c.get("member");
  const given = await lists(c);
  const text = (name: string) => given[name]?.at(-1);
  const languages = [...new Set((given.languages ?? []).filter((one) => one !== ""))];
  const values = { alias: (text("alias") ?? "").trim(), language: text("language") ?? "", languages };
  const { values: now, realName, signInName } = account(db, id)!;
  const { t } = staffFrame(c, helpline);
  const errors: MeProps["errors"] = {};
  const problem =
    values.alias === now.alias ? null : aliasWrong(values.alias, { realName, signInName }, text("warned"));
  if (problem) errors.alias = t(`session.wrong.${problem}`);
  if (!isLanguage(values.language)) errors.language = t("session.wrong.language");
  if (!languages.every(isLanguage)) errors.languages = t("session.wrong.language");
  if (Object.keys(errors).length > 0) {
    return showMe(c, helpline, { values, errors, warned: problem === "alias_given" ? values.alias : "" });
  }
  const basedOn = idOf(text("based_on"));
  const wanted = { ...values, language: values.language as Language, languages: languages as Language[] };
  try {
    const change = { staffId: id, basedOn, values: wanted };
    const saved = await unlessTaken(act(c, db, setColleague, change));
    if (saved !== null) return c.redirect(`/staff/me?saved=${saved}`, 303);
    return showMe(c, helpline, { values, late: { seen: basedOn }, warned: text("warned") ?? "" });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "alias") throw error;
    return showMe(c, helpline, { values, errors: { alias: t(error.key, error.values) } });
  }
};

/** POST /staff/me/password: sets a new one, with the current one; every other session of theirs ends. */
export const changePassword: Handle = async (c, helpline) => {
  const { id, signInName } = c.get("member");
  const { old_password = "", password = "" } = await fields(c);
  const { t } = staffFrame(c, helpline);
  if (!helpline.limiter.take("confirm", c.get("sessionHash"))) {
    return showMe(c, helpline, { errors: { old_password: t("session.sign_in.too_fast") } }, 429);
  }
  const errors: MeProps["errors"] = {};
  const hash = credentials(helpline.db, signInName)?.passwordHash ?? null;
  if (!(await verifyPassword(old_password.slice(0, maxPassword), hash))) {
    helpline.refused.note("password", id);
    errors.old_password = t("session.wrong.old_password");
  }
  const weak = passwordWrong(t, password, ownerOf(helpline, id));
  if (weak) errors.password = weak;
  if (Object.keys(errors).length > 0) return showMe(c, helpline, { errors });
  const staffKey = await relocked(helpline, { staffId: id, before: old_password, after: password });
  const change = { staffId: id, passwordHash: await hashPassword(password), but: c.get("sessionHash"), staffKey };
  const ended = await helpline.db.change(asStaff(id), (tx, emit) => {
    refuseMeanwhile(c, helpline);
    return setPassword(tx, emit, change);
  });
  for (const session of ended) helpline.hub.close(session, "password");
  return c.redirect("/staff/me?saved=password", 303);
};

/** POST /staff/me/address: saves where they are written to, which nobody else sees. */
export const changeAddress: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  const given = await fields(c);
  const { address = "" } = given;
  const wanted = { digest: given.digest === "yes", trail: given.trail === "yes" };
  try {
    await act(c, helpline.db, (tx, emit) => {
      const before = ownAddress(tx, id)?.address ?? "";
      setOwnAddress(tx, emit, { staffId: id, address, ...wanted });
      const isOther = before !== (ownAddress(tx, id)?.address ?? "");
      if (isOther) tellOwner(tx, emit, { staffId: id, news: "address", to: before });
    });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "address") throw error;
    const { t } = staffFrame(c, helpline);
    return showMe(c, helpline, { address, wanted, errors: { address: t(error.key, error.values) } });
  }
  return c.redirect("/staff/me?saved=address", 303);
};

/** POST /staff/me/phone: saves the number for emergencies; it is never shown here again. */
export const changePhone: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const given = await fields(c);
  if (given.do !== "save" && given.do !== "remove") throw new HelplineError("bad_input");
  const phone = given.do === "remove" ? "" : (given.phone ?? "");
  try {
    if (phone.trim() === "" && given.do === "save") throw new HelplineError("bad_input", "error.phone", {}, "phone");
    await act(c, helpline.db, setOwnPhone, { staffId, phone });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "phone") throw error;
    const { t } = staffFrame(c, helpline);
    return showMe(c, helpline, { phone, errors: { phone: t(error.key, error.values) } });
  }
  return c.redirect("/staff/me?saved=phone", 303);
};

/** POST /staff/me/signals: `do=save` keeps all three; `sound` turns both sounds on, `notices` the notices. */
export const changeSignals: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const given = await fields(c);
  const isYes = (name: "young" | "colleagues" | "notices") => given[name] === "yes";
  const wanted = {
    save: { young: isYes("young"), colleagues: isYes("colleagues"), notices: isYes("notices") },
    sound: { young: true, colleagues: true },
    notices: { notices: true },
  };
  const what = (["save", "sound", "notices"] as const).find((one) => one === given.do);
  if (!what) throw new HelplineError("bad_input");
  await act(c, helpline.db, setSignals, { staffId, ...wanted[what] });
  return fromScript(c) ? c.body(null, 204) : c.redirect("/staff/me?saved=signals", 303);
};

interface Shown {
  phone?: string;
  address?: string;
  wanted?: MeProps["wanted"];
  addressSaved?: boolean;
  values?: MeProps["values"];
  errors?: MeProps["errors"];
  late?: TooLate;
  warned?: string;
  saved?: number | null;
  passwordSaved?: boolean;
  sessionsEnded?: boolean;
}

function showMe(c: C, helpline: Helpline, shown: Shown, refusedWith: 422 | 429 = 422): Response {
  const { db } = helpline;
  const member = c.get("member");
  const { id } = member;
  const { values: now, realName, signInName } = account(db, id)!;
  const { errors = {} } = shown;
  const frame = staffFrame(c, helpline);
  const late = lateOf(shown.late, shownMemberChanges(db, frame.t, id));
  const isWrong = Object.keys(errors).length > 0;
  return page(
    c,
    <Me
      frame={frame}
      values={shown.values ?? now}
      language={now.language}
      errors={errors}
      warned={shown.warned ?? ""}
      basedOn={memberHistory.newest(db, id)}
      late={late}
      saved={shown.saved ?? null}
      passwordSaved={shown.passwordSaved ?? false}
      zone={homeZone(db)}
      passwordLeast={passwordLeast}
      address={shown.address ?? ownAddress(db, id)?.address ?? ""}
      wanted={shown.wanted ?? ownAddress(db, id) ?? { digest: false, trail: false }}
      addressSaved={shown.addressSaved ?? false}
      phone={may(member, "phone.give") ? { typed: shown.phone ?? "", kept: phoneGivenFor(db, id) } : null}
      signals={signalsOf(db, id)}
      secondStep={hasSecondStep(db, id)}
      secondStepDue={secondStepDue(db, id)}
      sessions={ownSessions(c, helpline)}
      refused={refusedSince(helpline.db, id, helpline.clock.now() - refusedShownMs)}
      sessionsEnded={shown.sessionsEnded ?? false}
      thanks={thanksTo(db, id, frame.t.language)}
      own={{ id, realName, signInName, roles: now.roles }}
      presenceDays={presenceDays}
      admins={everyone(db).flatMap(({ alias, roles }) => (roles.includes("admin") ? [alias] : []))}
      passwordLinks={passwordLinks(db, id, 0).map(({ madeBy, ...link }) => ({
        ...link,
        alias: makerOf(db, frame.t, madeBy),
      }))}
    />,
    isWrong ? refusedWith : statusOf(false, late),
  );
}
