import { isDate, minuteMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import {
  idOf,
  lateOf,
  type NotDone,
  readUndo,
  savedOf,
  statusOf,
  toldChanges,
  unlessTaken,
} from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { mailReady } from "#src/mail/outbox.ts";
import { nobodyMinutes } from "#src/on-call/causes.ts";
import { heldBackMs, nextUrgentMs, tellTest } from "#src/on-call/notices.ts";
import { eveningOf, eveningsFrom, forCall, onCallAt } from "#src/on-call/rota.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { hookAddress, setHook } from "#src/on-call/webhook.ts";
import { tellHook } from "#src/on-call/webhook-delivery.ts";
import { type SettingsChange, settingsHistory } from "#src/settings/changes.ts";
import type { Settings } from "#src/settings/definitions.ts";
import {
  areOnCallDates,
  isOnCallWeek,
  maxOnCallDates,
  type OnCallDate,
  type OnCallWeek,
} from "#src/settings/on-call-draft.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { hasAddress } from "#src/staff/accounts/own-address.ts";
import { may } from "#src/staff/permissions.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { OnCall, type OnCallProps } from "#views/admin/subjects/on-call.tsx";
import { longDates, weekdayName } from "#views/parts/times/days.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** GET /admin/on-call */
export const onCallPage: Handle = (c, helpline) => {
  const saved = savedOf(c, settingsHistory.newest(helpline.db, "on_call"));
  const done = c.req.query("saved");
  return showOnCall(c, helpline, { saved, done: done === "hook" || done === "test" ? done : null });
};

/** POST /admin/on-call: who is on call each week, or in one evening. */
export const saveOnCall: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const given = await fields(c);
  const basedOn = idOf(given.based_on);
  try {
    const values = rotaOf(db, given, clock.now());
    const saving = act(c, db, setSettings, { subject: "on_call", values, basedOn });
    const saved = await unlessTaken(saving);
    if (saved === null) return showOnCall(c, helpline, { given, late: { seen: basedOn } });
    return c.redirect(`/admin/on-call?saved=${saved}`, 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showOnCall(c, helpline, { given, refused: error });
  }
};

/** POST /admin/on-call/undo */
export const undoOnCall: Handle = async (c, helpline) => {
  const { changeId, basedOn } = await readUndo(c);
  const undoing = act(c, helpline.db, undoSettings, { subject: "on_call", changeId, basedOn });
  const saved = await unlessTaken(undoing);
  if (saved === null) return showOnCall(c, helpline, { late: { seen: basedOn, wanted: "undone" } });
  return c.redirect(`/admin/on-call?saved=${saved}`, 303);
};

/** POST /admin/on-call/hook: the address of the web that is told too. */
export const saveHook: Handle = async (c, helpline) => {
  const { hook = "" } = await fields(c);
  try {
    await act(c, helpline.db, setHook, { address: hook });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "hook") throw error;
    return showOnCall(c, helpline, { given: { hook }, refused: error });
  }
  return c.redirect("/admin/on-call?saved=hook", 303);
};

/** POST /admin/on-call/test: what is told is tried, at once. */
export const testOnCall: Handle = async (c, helpline) => {
  const { id } = c.get("member");
  const link = `${ownOrigin(c, helpline.config)}/staff`;
  const noticeId = await act(c, helpline.db, tellTest, { by: id, link });
  await tellHook(helpline, noticeId);
  return c.redirect("/admin/on-call?saved=test#sent", 303);
};

type Rota = Pick<Settings, "onCallWeek" | "onCallDates">;

/**
 * What the forms of the evenings ask for, as the pressed button says (`do`): the week, one more evening, or one fewer. What has
 * passed goes with it. Throws `bad_input` with its field.
 */
export function rotaOf(db: DataReader, given: Record<string, string>, at: number): Partial<Rota> {
  const { onCallWeek, onCallDates } = settings(db);
  const today = eveningOf(db, at);
  const coming = onCallDates.filter(({ date }) => date >= today);
  const { date = "" } = given;
  switch (given.do) {
    case "week":
      return {
        onCallWeek: onCallWeek.map((now, day) => personOf(db, given[`week.${day}`], `week.${day}`, now)),
      };
    case "add": {
      if (!isDate(date) || date < today) throw new HelplineError("bad_input", "admin.on_call.problem.date", {}, "date");
      const others = coming.filter((one) => one.date !== date);
      if (others.length >= maxOnCallDates) {
        throw new HelplineError("bad_input", "admin.hours.problem.too_many", { most: maxOnCallDates }, "date");
      }
      const staffId = personOf(db, given.person, "person", null);
      return { onCallDates: [...others, { date, staffId }].sort((a, b) => (a.date < b.date ? -1 : 1)) };
    }
    case "remove":
      return { onCallDates: coming.filter((one) => one.date !== date) };
    default:
      throw new HelplineError("bad_input");
  }
}

/** Somebody who can be on call, or nobody. Whoever cannot be any more may stay (`now`): to save the week changes only what was chosen. */
function personOf(db: DataReader, text: string | undefined, field: string, now: number | null): number | null {
  if (text === "") return null;
  const id = /^[1-9]\d{0,8}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (id === now || forCall(db).some((one) => one.id === id)) return id;
  throw new HelplineError("bad_input", "admin.on_call.problem.person", {}, field);
}

interface Shown extends NotDone {
  given?: Record<string, string>;
  saved?: number | null;
  done?: OnCallProps["done"];
}

const maxShown = 30;
const eveningsShown = 14;

function showOnCall(c: C, helpline: Helpline, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const { given = {}, refused } = shown;
  const { onCallWeek, onCallDates } = settings(db);
  const today = eveningOf(db, clock.now());
  const tonight = onCallAt(db, today);
  const changes = rotaChanges(t, db);
  const late = lateOf(shown.late, changes);
  const isAdmin = may(c.get("member"), "on_call.hook");
  const hook = hookAddress(db);
  return page(
    c,
    <OnCall
      frame={frame}
      tonight={tonight && { alias: tonight.alias, hasAddress: hasAddress(db, tonight.id) }}
      mailReady={mailReady(db)}
      minutes={{ nobody: nobodyMinutes, held: heldBackMs / minuteMs, urgent: nextUrgentMs / minuteMs }}
      people={forCall(db).map(({ id, alias }) => ({ id, alias, hasAddress: hasAddress(db, id) }))}
      week={onCallWeek.map((id, day) => given[`week.${day}`] ?? String(id ?? ""))}
      gone={new Map(onCallWeek.flatMap((id) => (id === null ? [] : [[id, aliasOf(db, id) ?? ""] as const])))}
      dates={onCallDates
        .filter(({ date }) => date >= today)
        .map(({ date, staffId }) => ({ date, alias: staffId === null ? null : aliasOf(db, staffId) }))}
      draft={{ date: given.date ?? "", person: given.person ?? "" }}
      today={today}
      evenings={eveningsFrom(db, today, eveningsShown).map(({ evening, member }) => {
        return { evening, alias: member?.alias ?? null };
      })}
      hook={isAdmin ? { address: given.hook ?? hook ?? "" } : hook !== null}
      told={lastTold(db, maxShown)}
      errors={refused?.field ? { [refused.field]: t(refused.key, refused.values) } : {}}
      late={late}
      changes={changes}
      basedOn={settingsHistory.newest(db, "on_call")}
      saved={shown.saved ?? null}
      done={shown.done ?? null}
      zone={homeZone(db)}
    />,
    statusOf(refused !== undefined, late),
  );
}

/** Who changed which evening when, in words: "Monday: Robin → Luna". */
export function rotaChanges(t: Translate, db: DataReader): ShownChange[] {
  const changes = settingsHistory.latest(db, "on_call");
  return toldChanges(db, changes, (change) => [...weekWords(t, db, change), ...dateWords(t, db, change)]);
}

function weekWords(t: Translate, db: DataReader, { before, after }: SettingsChange): string[] {
  if (!("onCallWeek" in after)) return [];
  const [was, is] = [weekIn(before.onCallWeek), weekIn(after.onCallWeek)];
  return is.flatMap((id, day) => {
    if (id === was[day]) return [];
    return [said(t, weekdayName(t.language, day), nameOf(t, db, was[day]!), nameOf(t, db, id))];
  });
}

function dateWords(t: Translate, db: DataReader, { before, after }: SettingsChange): string[] {
  if (!("onCallDates" in after)) return [];
  const [was, is] = [datesIn(before.onCallDates), datesIn(after.onCallDates)];
  const dates = [...new Set([...is, ...was].map(({ date }) => date))].sort();
  const named = (all: OnCallDate[], date: string) => {
    const own = all.find((one) => one.date === date);
    return own ? nameOf(t, db, own.staffId) : t("admin.on_call.as_week");
  };
  return dates.flatMap((date) => {
    const [from, to] = [named(was, date), named(is, date)];
    return from === to ? [] : [said(t, longDates(t.language, date, date), from, to)];
  });
}

const weekIn = (value: unknown): OnCallWeek => (isOnCallWeek(value) ? (value as OnCallWeek) : Array(7).fill(null));
const datesIn = (value: unknown): OnCallDate[] => (areOnCallDates(value) ? (value as OnCallDate[]) : []);

function said(t: Translate, name: string, before: string, after: string): string {
  return t("admin.settings.did", { name, before, after });
}

function nameOf(t: Translate, db: DataReader, id: number | null): string {
  return id === null ? t("admin.on_call.nobody") : (aliasOf(db, id) ?? t("admin.on_call.gone"));
}
