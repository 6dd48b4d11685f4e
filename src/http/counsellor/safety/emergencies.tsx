import { wordsClose } from "#src/conversation/after/words-close.ts";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { dangerMostMs, leftInDanger, wasLeftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone, line } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, fromScript, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { onPage, pageOf } from "#src/http/server/pages.ts";
import { translate } from "#src/i18n/i18n.ts";
import { answeringScene } from "#src/live/chat/emergency-data.ts";
import { dangerClosedWords } from "#src/live/chat/left-data.ts";
import { addressReasons, addressRequests, addressState, openRequest } from "#src/record/address-reading.ts";
import {
  acknowledgeEmergency,
  maxEmergencyNote,
  notePhoned,
  saveEmergency,
  sayCalling,
} from "#src/record/emergency.ts";
import {
  type Emergency,
  type EmergencySaid,
  emergencies,
  emergencyById,
  emergencyNote,
  emergencyOutcomes,
  emergencyReach,
  informedCodes,
  isToPhone,
  passedCodes,
  toldCodes,
} from "#src/record/emergency-reading.ts";
import { endDanger } from "#src/retention/danger/danger-over.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { everyone, type StaffMember, staffMember } from "#src/staff/staff.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import type { AddressNow } from "#views/counsellor/safety/address.tsx";
import { type ClosingNow, Emergencies, EmergencyRecord } from "#views/counsellor/safety/emergencies.tsx";

/** GET /staff/emergencies: all for supervisors; for counsellors those that they declared lately. */
export const emergenciesPage: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const member = c.get("member");
  const all = emergencies(db, member, member.language, clock.now());
  const { from, ...place } = pageOf(all.length, c.req.query("page"));
  return page(
    c,
    <Emergencies
      frame={staffFrame(c, helpline)}
      rows={all.slice(from, from + onPage)}
      toPhone={all.filter((one) => isToPhone(db, member, one, clock.now())).map(({ id }) => id)}
      place={place}
      days={settings(db).noteDays}
      zone={homeZone(db)}
    />,
  );
};

/** GET /staff/emergencies/:id: the record of one. */
export const emergencyPage: Handle = (c, helpline) => showEmergency(c, helpline, emergencyFor(c, helpline));

/** POST /staff/emergencies/:id: saves what is said of it now; if refused, everything typed stays. */
export const keepEmergency: Handle = async (c, helpline) => {
  const found = emergencyFor(c, helpline);
  const member = c.get("member");
  const form = await lists(c);
  const said = saidIn(form);
  const note = form.note?.at(-1) ?? null;
  try {
    if (!helpline.limiter.take("draft", member.id)) throw new HelplineError("too_fast");
    await act(c, helpline.db, (tx, emit) => {
      saveEmergency(tx, emit, { member, id: found.id, said, note });
      const { conversationId } = found;
      if (conversationId !== null) endDanger(tx, emit, { conversationId });
    });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_allowed") throw error;
    return showEmergency(c, helpline, { ...found, ...said }, { refused: { typed: note ?? "", error } });
  }
  return c.redirect(`/staff/emergencies/${found.id}?saved=1`, 303);
};

/** POST /staff/emergencies/:id/acknowledge: a supervisor has seen it; without scripts this leads to its record. */
export const acknowledge: Handle = async (c, helpline) => {
  const [emergencyId, { id: staffId }] = [idOf(c.req.param("id")), c.get("member")];
  await helpline.db.change(asStaff(staffId), (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId, staffId }));
  return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/emergencies/${emergencyId}#answering`, 303);
};

/** POST /staff/emergencies/:id/calling: `on=yes`, they are calling the emergency services, or `no`, they are not after all. */
export const calling: Handle = async (c, helpline) => {
  const [emergencyId, { id: staffId }] = [idOf(c.req.param("id")), c.get("member")];
  const given = (await fields(c)).on;
  if (given !== "yes" && given !== "no") throw new HelplineError("bad_input");
  await act(c, helpline.db, sayCalling, { emergencyId, staffId, on: given === "yes" });
  if (fromScript(c)) return c.body(null, 204);
  const { conversationId } = emergencyById(helpline.db, emergencyId)!;
  const isOnRecord = (c.req.header("referer") ?? "").includes("/staff/emergencies/");
  const toChat = conversationId !== null && !isOnRecord;
  return c.redirect(
    toChat ? tabAddress(conversationId, "emergency") : `/staff/emergencies/${emergencyId}#answering`,
    303,
  );
};

/** POST /staff/emergencies/:id/phoned: notes that its counsellor was phoned. */
export const phoned: Handle = async (c, helpline) => {
  const [emergencyId, { id: staffId }] = [idOf(c.req.param("id")), c.get("member")];
  await helpline.db.change(asStaff(staffId), (tx, emit) => notePhoned(tx, emit, { emergencyId, staffId }));
  return c.redirect(`/staff/emergencies/${emergencyId}#answering`, 303);
};

/** Returns the emergency of the address; throws `not_allowed` alike for one that does not exist and one out of reach. */
export function emergencyFor(c: C, { db, clock }: Helpline): Emergency {
  const member = c.get("member");
  const found = emergencyById(db, idOf(c.req.param("id")), member.language);
  if (!found || emergencyReach(db, member, found, clock.now()) === null) throw new HelplineError("not_allowed");
  return found;
}

function saidIn(form: Record<string, string[]>): EmergencySaid {
  const one = <Code extends string>(codes: readonly Code[], name: string) =>
    codes.find((code) => code === form[name]?.at(-1)) ?? null;
  const some = <Code extends string>(codes: readonly Code[], name: string) =>
    codes.filter((code) => form[name]?.includes(code));
  const decidedBy = form.decided?.at(-1) ?? "";
  return {
    decidedBy: decidedBy === "" ? null : idOf(decidedBy),
    informed: some(informedCodes, "informed"),
    passed: some(passedCodes, "passed"),
    told: one(toldCodes, "told"),
    outcome: one(emergencyOutcomes, "outcome"),
  };
}

interface Shown {
  refused?: { typed: string; error: HelplineError };
  /** Where the young person writes from, just opened. */
  address?: string;
  wrongPassword?: boolean;
}

/** Shows the record of an emergency, with what a request has to say of it. */
export function showEmergency(c: C, helpline: Helpline, found: Emergency, shown: Shown = {}): Response {
  const { refused } = shown;
  const { db, clock } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const decider = found.decidedBy === null ? undefined : staffMember(db, found.decidedBy);
  const people = everyone(db).filter((one) => may(one, "record.make"));
  const known = decider && !people.some(({ id }) => id === decider.id) ? [...people, decider] : people;
  return page(
    c,
    <EmergencyRecord
      frame={frame}
      one={found}
      mayChange={emergencyReach(db, member, found, clock.now()) === "change"}
      choices={{ informed: informedCodes, passed: passedCodes, told: toldCodes, outcomes: emergencyOutcomes }}
      people={known.map(({ id, alias }) => ({ id, alias }))}
      note={refused?.typed ?? emergencyNote(db, found.id)}
      most={maxEmergencyNote}
      wrong={refused ? frame.t(refused.error.key, refused.error.values) : null}
      {...waysFrom(c, helpline, found)}
      answering={answeringScene(db, member, found, clock.now())}
      saved={c.req.query("saved") === "1"}
      danger={closedDanger(helpline, member, found)}
      closing={closingNow(helpline, member, found)}
      deleted={deletedNow(helpline, found)}
      address={may(member, "address.open") ? addressNow(c, helpline, found, shown) : null}
      days={settings(db).noteDays}
      zone={line(db, found.lineId)?.timeZone ?? homeZone(db)}
    />,
    refused || shown.wrongPassword ? 422 : 200,
  );
}

function addressNow(c: C, { db, clock }: Helpline, { id, conversationId }: Emergency, shown: Shown): AddressNow {
  const me = c.get("member").id;
  return {
    state: addressState(db, conversationId),
    mayOpen: conversationId !== null && db.keyring.places.holders(conversationId).includes(me),
    reasons: addressReasons,
    open: openRequest(db, id, clock.now()),
    requests: addressRequests(db, id),
    me,
    shown: shown.address ?? null,
    wrongPassword: shown.wrongPassword ?? false,
    zone: homeZone(db),
  };
}

/** How recording the outcome changes until when its counsellor can read the chat; null for anyone else, or once deleted. */
function closingNow({ db, clock }: Helpline, { id }: Member, { conversationId }: Emergency): ClosingNow | null {
  const chat = conversationId === null ? undefined : conversation(db, conversationId);
  if (!chat || chat.erasedAt !== null || chat.counsellorId !== id) return null;
  const [open, said] = [wordsClose(db, chat), wordsClose(db, chat, { isSaid: true })];
  if (!open || !said) return { kind: "going" };
  return said.at <= clock.now() ? { kind: "at_once" } : { kind: "until", at: said.at, insteadOf: open.at };
}

/** What follows for someone who left in danger once the outcome is recorded; null until then. */
function closedDanger(
  { db, clock }: Helpline,
  { language }: StaffMember,
  { conversationId, outcome, chat }: Emergency,
) {
  const found = conversationId === null || outcome === null ? undefined : conversation(db, conversationId);
  if (!found || !wasLeftInDanger(db, found.id)) return null;
  return dangerClosedWords({ db, clock }, translate(language), { found, chat });
}

/** Until when those on shift can still read a chat that its young person deleted (PROMISES.md SG5). */
function deletedNow({ db, clock }: Helpline, { conversationId }: Emergency) {
  const chat = conversationId === null ? undefined : conversation(db, conversationId);
  if (!chat || chat.erasedAt === null) return null;
  const left = leftInDanger(db, chat.id, clock.now());
  return { readUntil: left === null ? null : left + dangerMostMs };
}

function waysFrom(c: C, { db, clock }: Helpline, { conversationId }: Emergency) {
  const member = c.get("member");
  const found = conversationId === null ? undefined : conversation(db, conversationId);
  if (!found) return { toChat: null, toHold: null };
  const isOver = found.endedAt !== null;
  const mayHold = isOver && may(member, "chat.hold") && servesLine(db, member.id, found.lineId);
  const toHold = mayHold ? `/staff/holds?chat=${found.id}#chat-${found.id}` : null;
  // A deleted chat, or one whose words have closed, has nothing to read.
  const isShut = db.keyring.isSealed(found.id) || (wordsClose(db, found)?.at ?? Infinity) <= clock.now();
  const isEmpty = found.erasedAt !== null || isShut;
  if (!isEmpty && may(member, "conversation.read", subjectOf(db, found, clock.now()))) {
    return { toChat: tabAddress(found.id, "emergency"), toHold };
  }
  const mayCome = !isOver && may(member, "conversation.join", subjectOf(db, found, clock.now()));
  return { toChat: mayCome ? `/staff/conversation/${found.id}` : null, toHold };
}
