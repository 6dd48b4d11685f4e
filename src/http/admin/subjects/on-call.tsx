import { minuteMs } from "#src/clock.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf, lateOf, type NotDone, readUndo, savedOf, statusOf, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import { mailReady } from "#src/mail/outbox.ts";
import { nobodyMinutes } from "#src/on-call/causes.ts";
import { heldBackMs, nextUrgentMs, tellTest } from "#src/on-call/notices.ts";
import { eveningOf, eveningsFrom, forCall, onCallAt } from "#src/on-call/rota.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { hookAddress, setHook } from "#src/on-call/webhook.ts";
import { tellHook } from "#src/on-call/webhook-delivery.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { hasAddress } from "#src/staff/accounts/own-address.ts";
import { may } from "#src/staff/permissions.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { OnCall, type OnCallProps } from "#views/admin/subjects/on-call.tsx";
import { rotaOf } from "./on-call-form.ts";
import { rotaChanges } from "./on-call-words.ts";

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
