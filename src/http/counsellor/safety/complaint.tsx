import { readConcern } from "#src/conversation/complaint/complaint.ts";
import { writeAnswer } from "#src/conversation/complaint/complaint-answer.ts";
import { isUpTo, withoutPart } from "#src/conversation/complaint/complaint-readers.ts";
import {
  besideConcern,
  type Concern,
  concernFor,
  isAnswerWanted,
} from "#src/conversation/complaint/complaint-reading.ts";
import { couldBeTold, inform, noteUnheard, toldOf } from "#src/conversation/complaint/complaint-told.ts";
import { keptConversation, shortName } from "#src/conversation/conversation.ts";
import { asStaff, type Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { homeZone } from "#src/hours/lines.ts";
import { mayOpenPage } from "#src/http/counsellor/gate.ts";
import { newChatsOf } from "#src/http/counsellor/team/new-chats.tsx";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { withKeys } from "#src/http/session/keys.ts";
import { staffLink } from "#src/mail/links.ts";
import { stepOf } from "#src/retention/reading/opening.ts";
import { may } from "#src/staff/permissions.ts";
import { takesNoNewChats } from "#src/staff/shift/availability.ts";
import { isThere } from "#src/staff/shift/on-shift.ts";
import { aliasOf, everyone, type StaffMember } from "#src/staff/staff.ts";
import { ConcernPage, type ConcernPageProps } from "#views/counsellor/safety/complaint.tsx";
import type { ShownConcern } from "#views/counsellor/safety/complaints.tsx";
import { shownStep } from "./holds.tsx";

/** GET /staff/concerns/:id: one complaint, for those who may read it. */
export const concernPage: Handle = (c, helpline) => showConcern(c, helpline);

/** POST /staff/concerns/:id/read: a lead reads what called them, which is recorded. */
export const readOne: Handle = async (c, helpline) => {
  const input = { id: idOf(c.req.param("id")), staffId: c.get("member").id };
  await helpline.db.change(asStaff(input.staffId), (tx, emit) => readConcern(tx, emit, input));
  return c.redirect(`/staff/concerns/${input.id}`, 303);
};

/** POST /staff/concerns/:id/inform, `staff=7&words=…&sure=yes`: the one in charge tells someone who answered in the chat. */
export const informOne: Handle = (c, helpline) =>
  act(c, helpline, (tx, emit, { staff, words = "", sure }, { id, by }) => {
    if (sure !== "yes") throw new HelplineError("bad_input", "staff.concern.inform.sure_wrong", {}, "sure");
    inform(tx, emit, { id, by, staffId: idOf(staff), words, link: staffLink(helpline.config, "/staff") });
  });

/** POST /staff/concerns/:id/unheard, `staff=7&why=…`: notes why someone who was told is not heard. */
export const unheardOne: Handle = (c, helpline) =>
  act(c, helpline, (tx, emit, { staff, why = "" }, { id, by }) =>
    noteUnheard(tx, emit, { id, by, staffId: idOf(staff), why }),
  );

/** POST /staff/concerns/:id/answer, `text=…`: answers the young person, who reads it with their code. */
export const answerOne: Handle = (c, helpline) =>
  act(c, helpline, (tx, emit, { text = "" }, { id, by: staffId }) => writeAnswer(tx, emit, { id, staffId, text }));

type Form = Record<string, string>;
type Verb = (tx: Tx, emit: Emit, form: Form, on: { id: number; by: number }) => void;

async function act(c: C, helpline: Helpline, verb: Verb): Promise<Response> {
  const on = { id: idOf(c.req.param("id")), by: c.get("member").id };
  const typed = await fields(c);
  try {
    await helpline.db.change(asStaff(on.by), (tx, emit) => verb(tx, emit, typed, on));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showConcern(c, helpline, { typed, error });
  }
  return c.redirect(`/staff/concerns/${on.id}`, 303);
}

interface Shown {
  typed?: ConcernPageProps["typed"];
  error?: HelplineError;
  opened?: ConcernPageProps["opened"];
}

/** Shows a complaint, with what was refused (`error`) or the words of its chat (`opened`). Throws `not_allowed`. */
export function showConcern(c: C, helpline: Helpline, { typed = {}, error, opened = null }: Shown = {}): Response {
  const { db, clock } = helpline;
  const [member, frame, now] = [c.get("member"), staffFrame(c, helpline), clock.now()];
  const found = concernFor(withKeys(c, helpline).db, { id: idOf(c.req.param("id")), staffId: member.id, at: now });
  const isOwner = isUpTo(db, found.conversationId, member.id);
  const told = toldOf(db, found);
  const answered = couldBeTold(db, found.conversationId).map((id) => ({ id, alias: aliasOf(db, id) ?? "" }));
  const sentence = error ? frame.t(error.key, error.values) : null;
  const field = error?.field === "done" ? undefined : error?.field;
  return page(
    c,
    <ConcernPage
      frame={frame}
      one={shownConcern(helpline, member, found, now)}
      after={0}
      opened={opened}
      isOwner={isOwner}
      isLead={may(member, "concern.lead")}
      people={isOwner ? newChatsOf(db, member, answered) : []}
      toTell={isOwner ? answered.filter(({ id }) => !told.some(({ staffId }) => staffId === id)) : []}
      told={told}
      answer={answerOf(helpline, found.id)}
      typed={typed}
      errors={field === undefined ? {} : { [field]: sentence! }}
      refused={field === undefined ? sentence : null}
      isUnanswered={error?.key === "error.concern_unanswered"}
      zone={homeZone(db)}
    />,
    error ? refusedAs(error) : 200,
  );
}

function answerOf({ db }: Helpline, id: number): ConcernPageProps["answer"] {
  if (!isAnswerWanted(db, id)) return null;
  const answer = besideConcern(db, { id })?.answer;
  if (!answer) return { text: "", at: null, by: null };
  return { text: answer.text, at: answer.at, by: answer.by === undefined ? null : (aliasOf(db, answer.by) ?? null) };
}

/** Returns a complaint as pages show it to one of the staff at an instant (ms UTC). */
export function shownConcern(helpline: Helpline, member: StaffMember, found: Concern, at: number): ShownConcern {
  const { db } = helpline;
  const { nameIndex, done, ...one } = found;
  const chat = keptConversation(db, one.conversationId)!;
  const mayGo = !one.ended && mayOpenPage(db, member, chat, at);
  return {
    ...one,
    mayGo,
    canStop: one.ended || mayGo ? null : whoCanStop(helpline, chat.id),
    step: shownStep(db, stepOf(db, member, chat, "concern", at)),
    name: shortName(member.language, nameIndex),
    done: done && { at: done.at, alias: aliasOf(db, done.staffId) ?? "" },
  };
}

function whoCanStop({ db, staff }: Helpline, conversationId: number): NonNullable<ShownConcern["canStop"]> {
  const others = { counsellorId: 0, ended: false };
  const able = everyone(db).filter((one) => may(one, "conversation.take_over", others) && !takesNoNewChats(db, one.id));
  const ids = able.map(({ id }) => id);
  const without = withoutPart(db, [conversationId], ids).get(conversationId) ?? [];
  const all = able.filter(({ id }) => without.includes(id));
  const onShift = all.filter(({ id }) => isThere({ db, staff }, id));
  return { onShift: onShift.map(({ alias }) => alias), all: all.map(({ alias }) => alias) };
}
