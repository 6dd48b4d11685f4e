import { readClientId, readText } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { practiceRoom } from "#src/live/console/practice-data.tsx";
import { feedback } from "#src/practice/feedback.ts";
import { acts } from "#src/practice/scenario/scenario.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { draftIn, entriesOf, guestCode, type Practice, scenarioOf, stepsIn } from "#src/training/practice-chat.ts";
import {
  actInPractice,
  chooseInPractice,
  forgetPractice,
  handIn,
  keepTyped,
  practiceKeptDays,
  readablePractice,
  sayInPractice,
  takeHint,
  waitInPractice,
} from "#src/training/practising.ts";
import { PracticeRoomPage } from "#views/counsellor/practice/room.tsx";

/** GET /staff/practice/:id: a practice chat, and afterwards what came of it; of others only what they handed in. */
export const practicePage: Handle = (c, helpline) => {
  return showPractice(c, helpline, readablePractice(helpline.db, c.get("member"), idOf(c)));
};

function idOf(c: C): number {
  const id = c.req.param("id") ?? "";
  if (!/^\d{1,15}$/.test(id)) throw new HelplineError("not_allowed");
  return Number(id);
}

function showPractice(c: C, helpline: Helpline, found: Practice, refused?: { typed: string; error: HelplineError }) {
  const { db, config } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const room = practiceRoom(db, t, found);
  const scenario = scenarioOf(db, found);
  if (!room || !scenario) throw new HelplineError("ended", "error.practice_gone");
  const entries = entriesOf(db, found.id) ?? [];
  const isOwn = found.staffId === c.get("member").id;
  const isAsked = isOwn && found.guest === "asked" && found.endedAt === null;
  const origin = config.publicAddress?.origin ?? new URL(c.req.url).origin;
  const { language, way } = found;
  const content = (
    <PracticeRoomPage
      frame={frame}
      room={isOwn ? room : { ...room, over: true }}
      clientId={newClientId()}
      typed={refused?.typed ?? (isOwn ? draftIn(entries) : "")}
      error={refused ? t(refused.error.key, refused.error.values) : null}
      link={isAsked ? `${origin}/staff/with/${guestCode(db, found.id)}` : null}
      reads={isOwn ? null : (aliasOf(db, found.staffId) ?? "")}
      after={{
        id: found.id,
        feedback: way === "colleague" ? null : feedback(scenario, stepsIn(entries)),
        hidden: scenario.hidden[language] ?? null,
        debrief: scenario.debrief[language] ?? null,
        own: isOwn ? { handedIn: found.handedInAt !== null, scenario: scenario.id } : null,
        days: practiceKeptDays,
      }}
    />
  );
  return page(c, content, refused ? refusedAs(refused.error) : 200);
}

/** POST /staff/practice/:id: what the trainee says, chooses or does (`act`); a script's `hx-request` gets the same page. */
export const practise: Handle = async (c, helpline) => {
  const { db } = helpline;
  const id = idOf(c);
  const member = c.get("member");
  const form = await fields(c);
  const back = () => c.redirect(`/staff/practice/${id}`, 303);
  if (form.act === "hand_in" || form.act === "take_back") {
    await act(c, db, handIn, { id, member, back: form.act === "take_back" });
    return back();
  }
  if (form.act === "draft") {
    await act(c, db, keepTyped, { id, member, text: form.text ?? "" });
    return c.body(null, 204);
  }
  const of = { id, member, clientId: readClientId(form.client_id) };
  try {
    if (form.text && form.act !== "say" && form.act !== undefined) {
      await act(c, db, keepTyped, { id, member, text: form.text });
    }
    if (form.choice !== undefined) await act(c, db, chooseInPractice, { ...of, choice: choiceIn(form.choice) });
    else if (form.act === "wait") await act(c, db, waitInPractice, of);
    else if (form.act === "hint") await act(c, db, takeHint, of);
    else if (form.act === "card")
      await act(c, db, actInPractice, { ...of, act: "card", place: readText(form.place).slice(0, 120) });
    else if (form.act === undefined || form.act === "say")
      await act(c, db, sayInPractice, { ...of, text: readText(form.text) });
    else await act(c, db, actInPractice, { ...of, act: actIn(form.act) });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "text") throw error;
    const found = readablePractice(db, member, id);
    return showPractice(c, helpline, found, { typed: form.text ?? "", error });
  }
  return back();
};

function choiceIn(raw: string): number {
  if (!/^\d$/.test(raw)) throw new HelplineError("bad_input");
  return Number(raw);
}

function actIn(raw: string) {
  const found = acts.find((one) => one === raw && one !== "card");
  if (!found) throw new HelplineError("bad_input");
  return found;
}

/** POST /staff/practice/:id/forget: forgets it at once. */
export const forgetOnePractice: Handle = async (c, helpline) => {
  await act(c, helpline.db, forgetPractice, { id: idOf(c), member: c.get("member") });
  return c.redirect("/staff/practice", 303);
};
