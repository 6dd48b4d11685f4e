import { dayMs } from "#src/clock.ts";
import { verifyPassword } from "#src/crypto/password.ts";
import { inGroups, openWithSheet } from "#src/crypto/recovery-sheet.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { makerOf, staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { keepOpen, openKeys, openTeam } from "#src/http/session/keys.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import {
  askedWords,
  keepSheet,
  makeSheet,
  masterPrint,
  proveSheet,
  sheetNow,
  teamOnSheet,
} from "#src/staff/keys/recovery-sheet.ts";
import { giveTeamKey, holders, holdsTeamKey, rotateTeamKey, takeFromSheet } from "#src/staff/keys/team-key.ts";
import { may } from "#src/staff/permissions.ts";
import { maxPassword, passwordLinks } from "#src/staff/sign-in/password.ts";
import { credentials } from "#src/staff/staff.ts";
import { SheetPage } from "#views/admin/people/key-sheet.tsx";
import { KeysPage, type KeysPageProps } from "#views/admin/people/keys.tsx";

/** GET /admin/keys: who holds the team key, and the state of the recovery sheet. */
export const keysPage: Handle = (c, helpline) => {
  const done = (["opened", "given", "proved", "used", "rotated"] as const).find((one) => one === c.req.query("done"));
  return showKeys(c, helpline, { done: done ?? null });
};

/** POST /admin/keys/open: takes the password, since after a restart the session alone does not open the key. */
export const openTeamKey: Handle = async (c, helpline) => {
  const { id, signInName } = c.get("member");
  const { password = "", back } = await fields(c);
  const { t } = staffFrame(c, helpline);
  const wrong = (error: string, status: 422 | 429) =>
    showKeys(c, helpline, { errors: { password: error }, back }, status);
  if (!helpline.limiter.take("confirm", c.get("sessionHash"))) return wrong(t("session.sign_in.too_fast"), 429);
  const hash = credentials(helpline.db, signInName)?.passwordHash ?? null;
  if (!(await verifyPassword(password.slice(0, maxPassword), hash))) {
    helpline.refused.note("password", id);
    return wrong(t("session.wrong.old_password"), 422);
  }
  const cookie = c.req.header("cookie");
  if (!(await openKeys(helpline, { staffId: id, password, cookie }))) return wrong(t("admin.keys.not_held"), 422);
  const to = asBack(back);
  return c.redirect(to === "" ? "/admin/keys?done=opened" : `/staff/${to}`, 303);
};

/** POST /admin/keys/give: someone who has the key open gives it to a colleague. */
export const giveKey: Handle = async (c, helpline) => {
  const by = c.get("member").id;
  const { staff } = await fields(c);
  const open = openTeam(c, helpline);
  await helpline.db.change(asStaff(by), (tx, emit) => giveTeamKey(tx, emit, { staffId: idOf(staff), by, open }));
  return c.redirect("/admin/keys?done=given", 303);
};

/** POST /admin/keys/rotate: makes a new team key, which the sheets then open too. */
export const changeTeamKey: Handle = async (c, helpline) => {
  const { db } = helpline;
  const by = c.get("member").id;
  const open = openTeam(c, helpline);
  if (open.size === 0) throw new HelplineError("not_allowed");
  const next = db.keyring.team.next();
  const all = new Map([...open, ...next]);
  const known = db.keyring.sheets.all();
  const sheets = await Promise.all(
    known.map(async ({ id, recipient }) => ({
      id,
      bytes: await teamOnSheet(db, recipient, all),
      holds: [...all.keys()],
    })),
  );
  await db.change(asStaff(by), (tx, emit) => rotateTeamKey(tx, emit, { by, open, next, sheets }));
  keepOpen(c, helpline, all);
  return c.redirect("/admin/keys?done=rotated", 303);
};

/** POST /admin/keys/sheet: makes a new sheet, shown this once. */
export const showNewSheet: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const open = openTeam(c, helpline);
  if (open.size === 0) throw new HelplineError("not_allowed");
  const { sheet, kept } = await makeSheet(db, open);
  await act(c, db, keepSheet, kept);
  const { fresh } = sheetNow(db, clock.now());
  return page(
    c,
    <SheetPage
      frame={staffFrame(c, helpline)}
      helpline={settings(db).name}
      groups={inGroups(sheet.secret)}
      words={sheet.checks}
      fingerprint={masterPrint(db)}
      asked={{ sheetId: fresh!.id, places: askedWords(fresh!, clock.now()) }}
      at={clock.now()}
      zone={homeZone(db)}
    />,
  );
};

/** POST /admin/keys/prove: checks two words of the sheet, so that it is known to be at hand. */
export const proveIt: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  const form = await fields(c);
  if (!helpline.limiter.take("sheet", id)) throw new HelplineError("too_fast");
  const input = { sheetId: idOf(form.sheet), words: [form["word-0"] ?? "", form["word-1"] ?? ""] as [string, string] };
  try {
    await act(c, helpline.db, proveSheet, input);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "bad_input") throw error;
    return showKeys(
      c,
      helpline,
      { errors: { "word-0": staffFrame(c, helpline).t(error.key) }, words: input.words },
      422,
    );
  }
  return c.redirect("/admin/keys?done=proved", 303);
};

/** POST /admin/keys/use: a supervisor who types the key of the sheet holds the team key from then on. */
export const useSheet: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  const { secret = "" } = await fields(c);
  if (!helpline.limiter.take("sheet", id)) throw new HelplineError("too_fast");
  const { good, fresh } = sheetNow(helpline.db, helpline.clock.now());
  for (const sheet of [fresh, good]) {
    const text = sheet && (await openWithSheet(secret, sheet.bytes));
    const open = text && helpline.db.keyring.team.read((JSON.parse(text) as { team: string }).team);
    if (!open) continue;
    const input = { staffId: id, sheetId: sheet.id, open };
    await act(c, helpline.db, takeFromSheet, input);
    keepOpen(c, helpline, open);
    return c.redirect("/admin/keys?done=used", 303);
  }
  helpline.refused.note("sheet", id);
  const { t } = staffFrame(c, helpline);
  return showKeys(c, helpline, { errors: { secret: t("admin.keys.use.wrong") } }, 422);
};

interface Shown {
  done?: KeysPageProps["done"];
  errors?: KeysPageProps["errors"];
  words?: [string, string];
  /** Where someone came from, if the form says so and not the address. */
  back?: string | undefined;
}

function showKeys(c: C, helpline: Helpline, shown: Shown, status: 200 | 422 | 429 = 200): Response {
  const { db, clock } = helpline;
  const member = c.get("member");
  const { good, fresh, isDue } = sheetNow(db, clock.now());
  const { t } = staffFrame(c, helpline);
  const asked = fresh ?? good;
  return page(
    c,
    <KeysPage
      frame={staffFrame(c, helpline)}
      exists={db.keyring.team.current() !== null}
      holders={holders(db)}
      byLink={new Map(holders(db).flatMap(({ staffId }) => linkOf(helpline, t, staffId)))}
      isAdmin={member.roles.includes("admin")}
      mayHold={may(member, "keys.hold")}
      holds={holdsTeamKey(db, member)}
      isOpen={openTeam(c, helpline).size > 0}
      sheet={{ good: good && { madeAt: good.madeAt, provedAt: good.provedAt! }, fresh: fresh?.madeAt ?? null, isDue }}
      asked={asked && { sheetId: asked.id, places: askedWords(asked, clock.now()) }}
      words={shown.words ?? ["", ""]}
      errors={shown.errors ?? {}}
      done={shown.done ?? null}
      back={asBack(shown.back ?? c.req.query("back"))}
      zone={homeZone(db)}
    />,
    status,
  );
}

/** How long the giver of the key is told that a password was set with someone else's link, ms. */
const linkToldMs = 31 * dayMs;

/** The maker of the link could be the one who signed in with it. */
function linkOf({ db, clock }: Helpline, t: Translate, staffId: number): [number, { at: number; alias: string }][] {
  const [newest] = passwordLinks(db, staffId, clock.now() - linkToldMs);
  return newest ? [[staffId, { at: newest.at, alias: makerOf(db, t, newest.madeBy) }]] : [];
}

function asBack(text: string | undefined): "concerns" | "holds" | "" {
  return text === "concerns" || text === "holds" ? text : "";
}
