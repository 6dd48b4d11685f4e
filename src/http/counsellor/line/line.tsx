import { tidy } from "#src/conversation/messages/writing.ts";
import { HelplineError } from "#src/errors.ts";
import type { OverrideKind } from "#src/events.ts";
import { type Line, lines } from "#src/hours/lines.ts";
import { maxOverrideReason } from "#src/hours/rules/override.ts";
import { closingTime, endsFor, type OverrideEnd, overrideEndAt, overrideEnds } from "#src/hours/rules/override-end.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { lineScene } from "#src/live/console/staff-shift.ts";
import { waitingOn, withDoor } from "#src/queue/door/doors.ts";
import { decide, lift } from "#src/queue/line/override-line.ts";
import { type Asked, LinePage } from "#views/counsellor/line/line.tsx";

const kinds: OverrideKind[] = ["closed", "paused", "open"];

/** GET /staff/line/:id: what its door says; `?do=closed`, `paused` or `open` shows the form for that. */
export const decisionPage: Handle = (c, helpline) => {
  const found = lineFor(c, helpline);
  const kind = kinds.find((one) => one === c.req.query("do"));
  return showLine(
    c,
    helpline,
    found,
    kind ? { kind, end: usualEnd(helpline, found, kind), time: "", reason: "" } : null,
  );
};

/** POST /staff/line/:id/override: closes, pauses or opens it; a refusal shows the form again with all that was typed. */
export const overrideLine: Handle = async (c, helpline) => {
  const found = lineFor(c, helpline);
  const { id: staffId } = c.get("member");
  const { kind: wished, end: chosen, waiting = "", time = "", reason: typed = "" } = await fields(c);
  const kind = kinds.find((one) => one === wished);
  const end = overrideEnds.find((one) => one === chosen);
  if (!kind || !end) throw new HelplineError("bad_input");
  const reason = tidy(typed).replace(/\s+/g, " ");
  try {
    if (reason.length > maxOverrideReason) throw new HelplineError("bad_input", "error.bad_input", {}, "reason");
    const known = /^\d{1,6}$/.test(waiting) ? Number(waiting) : 0;
    await act(c, helpline.db, (tx, emit) => {
      const until = overrideEndAt(found, { end, time }, tx.at);
      decide(tx, emit, { lineId: found.id, kind, until, reason, staffId, waiting: known });
    });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showLine(c, helpline, found, { kind, end, time, reason }, error);
  }
  return c.redirect("/staff", 303);
};

/** POST /staff/line/:id/lift: lets the opening hours decide again. */
export const liftLine: Handle = async (c, helpline) => {
  const { id: lineId } = lineFor(c, helpline);
  await act(c, helpline.db, lift, { lineId });
  return c.redirect("/staff", 303);
};

function lineFor(c: C, helpline: Helpline): Line {
  const id = c.req.param("id") ?? "";
  const found = /^\d{1,9}$/.test(id) ? lines(helpline.db).find((one) => one.id === Number(id)) : undefined;
  if (!found) throw new HelplineError("not_found");
  return found;
}

/** The usual choice: a pause is short, a line that closes early stays closed for the evening. */
function usualEnd({ clock }: Helpline, found: Line, kind: OverrideKind): OverrideEnd {
  if (kind === "open") return endsFor(found, kind, clock.now()).includes("60") ? "60" : "time";
  if (kind === "paused") return "30";
  return closingTime(found, clock.now()) === null ? "lift" : "closing";
}

function showLine(
  c: C,
  helpline: Helpline,
  found: Line,
  form: Pick<Asked, "kind" | "end" | "time" | "reason"> | null,
  refused?: HelplineError,
): Response {
  const { db, clock } = helpline;
  const now = clock.now();
  const frame = staffFrame(c, helpline);
  const asked = form && {
    ...form,
    ends: endsFor(found, form.kind, now),
    closes: closingTime(found, now),
    waiting: waitingOn(db, found.id),
    maxReason: maxOverrideReason,
    refused: refused ? { field: refused.field!, sentence: frame.t(refused.key, refused.values) } : null,
  };
  const line = lineScene(withDoor(db, found, now), now);
  return page(c, <LinePage frame={frame} line={line} asked={asked} now={now} />, refused ? 422 : 200);
}
