import { lateSince, machines } from "#src/backup/standby/machines.ts";
import { dayMs } from "#src/clock.ts";
import { toAnswerTo } from "#src/conversation/complaint/complaint-told.ts";
import type { DataReader } from "#src/db/db.ts";
import { sources } from "#src/directory/sharing/sources.ts";
import type { Actor } from "#src/events.ts";
import { homeZone, lines } from "#src/hours/lines.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { isKeptFromShift } from "#src/http/session/gate.ts";
import { type Language, preferredLanguage, type Translate, translate } from "#src/i18n/i18n.ts";
import { howLong } from "#src/i18n/when.ts";
import { liveBarOnPage } from "#src/live/console/bars.tsx";
import { isOnCallSet } from "#src/on-call/notices.ts";
import { newlyAlone } from "#src/retention/reading/read-alone.ts";
import { themeOf } from "#src/settings/look/look.ts";
import { staffThemeCss } from "#src/settings/look/themes.ts";
import { settings } from "#src/settings/settings.ts";
import { sheetNow } from "#src/staff/keys/recovery-sheet.ts";
import { holders, holdersLeast } from "#src/staff/keys/team-key.ts";
import { may } from "#src/staff/permissions.ts";
import { passwordLinks } from "#src/staff/sign-in/password.ts";
import { secondStepsTakenOff } from "#src/staff/sign-in/second-step.ts";
import { aliasOfActor, type StaffMember } from "#src/staff/staff.ts";
import { type OptionalPage, optionalPages } from "#views/admin/subjects/settings-index.tsx";
import type { StaffFrame } from "#views/layout/staff.tsx";

/** Returns what stands around every staff page; `chosen` is the language of someone without an account. */
export function staffFrame(c: C, helpline: Helpline, chosen?: Language): StaffFrame {
  const { css, htmx, console, room, hours, welcome, settings: settingsScript, record } = helpline.assets;
  const { passkey, live, copy, paper, pagesCss, notices, practice } = helpline.assets;
  const member = c.get("member");
  const given = settings(helpline.db);
  const { name, language } = given;
  const t = translate(member?.language ?? chosen ?? preferredLanguage(c.req.header("accept-language"), language));
  const { state, standsIn } = helpline.db.keyring;
  const keys = standsIn ? "stands_in" : state();
  const isOnShift = member && !isKeptFromShift(c, helpline, member.id);
  return {
    t,
    assets: {
      css,
      htmx,
      console,
      room,
      hours,
      welcome,
      settings: settingsScript,
      record,
      passkey,
      live,
      copy,
      paper,
      pagesCss,
      notices,
      practice,
    },
    theme: inlined(c, staffThemeCss(themeOf(given))),
    name,
    me: member ? { alias: member.alias, roles: member.roles } : null,
    notices: [
      ...(keys === "ready" ? [] : [t(`staff.keys_state.${keys}`)]),
      ...(member ? newestPasswordLink(helpline, t, member.id) : []),
      ...(member ? secondStepTakenOff(helpline, t, member.id) : []),
    ],
    unused: member && isOfAdmins(c) && may(member, "settings.set") ? unusedPages(helpline.db) : [],
    live: isOnShift ? () => liveBar(helpline, member) : null,
    readAlone: isOnShift ? readAlone(helpline, t, member) : null,
    noCopy: member ? noCopy(c, helpline, t, member) : null,
    nag: member ? nagOf(c, helpline, t, member) : null,
  };
}

const isOfAdmins = (c: C) => /^\/admin(\/|$)/.test(c.req.path);

/** The pages of the settings that a small helpline does not need, and this one has not begun to use. */
function unusedPages(db: DataReader): OptionalPage[] {
  const { addressInEmergency, assessment, publishDirectory } = settings(db);
  const inUse: Record<OptionalPage, boolean> = {
    lines: lines(db).length > 1,
    on_call: isOnCallSet(db),
    address: addressInEmergency,
    assessment: assessment.on,
    sharing: publishDirectory || sources(db).length > 0,
  };
  return optionalPages.filter((page) => !inUse[page]);
}

/** If it cannot be read, what they came for is shown without it. */
function liveBar(helpline: Helpline, member: StaffMember) {
  try {
    return liveBarOnPage(helpline, member, [helpline.assets.notices]);
  } catch (error) {
    helpline.report("what a shift says could not be drawn", error);
    return null;
  }
}

function readAlone({ db, clock }: Helpline, t: Translate, member: StaffMember): NonNullable<StaffFrame["nag"]> | null {
  const { toReview, told } = newlyAlone(db, member, clock.now());
  const link = { href: "/staff/read-alone", link: t("staff.read_alone.to") };
  if (toReview > 0) return { text: t("staff.read_alone.to_review", { n: toReview }), ...link };
  return told > 0 ? { text: t("staff.read_alone.told", { n: told }), ...link } : null;
}

/** Being asked about a chat of theirs comes before all else. */
function nagOf(c: C, helpline: Helpline, t: Translate, member: StaffMember): NonNullable<StaffFrame["nag"]> | null {
  if (c.req.path !== "/staff/heard" && toAnswerTo(helpline.db, member.id).length > 0) {
    return { text: t("staff.heard.nag"), href: "/staff/heard", link: t("staff.for_you.told_read") };
  }
  return isOfAdmins(c) && may(member, "keys.see") ? keysNag(helpline, t) : null;
}

/** Warns while a forgotten password could close the ended chats for good. */
function keysNag({ db, clock }: Helpline, t: Translate): NonNullable<StaffFrame["nag"]> | null {
  if (db.keyring.team.current() === null) return null;
  const { good, isDue } = sheetNow(db, clock.now());
  const n = holders(db).filter(({ since }) => since !== null).length;
  const link = { href: "/admin/keys", link: t("staff.nav.keys") };
  if (good === null) return { text: t("admin.keys.sheet.none"), ...link };
  if (n < holdersLeast) return { text: t("admin.keys.few", { n }), ...link };
  return isDue ? { text: t("admin.keys.sheet.due"), ...link } : null;
}

/** On the page of the copies itself it stands in more words. */
function noCopy(c: C, helpline: Helpline, t: Translate, member: StaffMember): StaffFrame["nag"] {
  const { backups, clock, db, store } = helpline;
  const now = clock.now();
  const since = backups.lateSince();
  const isElsewhere = isOfAdmins(c) && c.req.path !== "/admin/backup";
  if (!isElsewhere || !may(member, "backup.make")) return null;
  const link = { href: "/admin/backup", link: t("staff.nav.backup") };
  const age = (from: number) => howLong(t, now - from);
  if (since !== null && backups.state() === "none") return { text: t("admin.backup.nag.none"), ...link };
  if (since !== null) return { text: t("admin.backup.nag.late", { age: age(since) }), ...link };
  const notThere = store?.lateSince() ?? null;
  if (notThere !== null) return { text: t("admin.backup.nag.elsewhere", { age: age(notThere) }), ...link };
  const [machine] = machines(db).filter((one) => lateSince(one, now) !== null);
  if (!machine) return null;
  return { text: t("admin.backup.nag.machine", { name: machine.name, age: age(lateSince(machine, now)!) }), ...link };
}

/** How long someone is told that their password was set with another person's link, ms. */
const toldMs = 7 * dayMs;

function newestPasswordLink({ db, clock }: Helpline, t: Translate, staffId: number): string[] {
  const [newest] = passwordLinks(db, staffId, clock.now() - toldMs);
  if (!newest) return [];
  const when = t.dateTime(newest.at, homeZone(db));
  return [t("staff.password_by_link", { when, alias: makerOf(db, t, newest.madeBy) })];
}

function secondStepTakenOff({ db, clock }: Helpline, t: Translate, staffId: number): string[] {
  const [newest] = secondStepsTakenOff(db, staffId, clock.now() - toldMs);
  if (!newest) return [];
  const when = t.dateTime(newest.at, homeZone(db));
  return [t("staff.second_taken_off", { when, alias: makerOf(db, t, newest.by) })];
}

/** Returns who made a link, in words. */
export function makerOf(db: DataReader, t: Translate, madeBy: Actor): string {
  return aliasOfActor(db, madeBy) ?? t("admin.history.by_porchlight");
}
