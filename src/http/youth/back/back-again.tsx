import { lineNow } from "#src/callback/serving-line.ts";
import {
  type Conversation,
  conversation,
  conversationOfToken,
  keptConversation,
  stateOf,
  waitsSince,
} from "#src/conversation/conversation.ts";
import { clientIdFor, isClientId, readClientId, readText, tidy } from "#src/conversation/messages/writing.ts";
import { hasApproach, type Shown, shownChoices } from "#src/conversation/return/return-code.ts";
import { HelplineError } from "#src/errors.ts";
import { localDate } from "#src/hours/instants.ts";
import { lines } from "#src/hours/lines.ts";
import { frameAfter } from "#src/http/frame/youth-frame.ts";
import { clientAddress, keepAddressOf, networkOf } from "#src/http/limits/networks.ts";
import { refuseStarting } from "#src/http/limits/too-fast.ts";
import type { C, Helpline, Returning } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { lineOfDanger } from "#src/http/youth/door/now.tsx";
import { doorScene, lineAtDoor } from "#src/live/youth/youth-doors.ts";
import { beginAgain } from "#src/queue/door/coming-back.ts";
import { againMs, type Start } from "#src/queue/start.ts";
import { lastReadAgain } from "#src/retention/reading/openings.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { isOnShift } from "#src/staff/shift/on-shift.ts";
import { longDates } from "#views/parts/times/days.ts";
import { BackAgain, BackShut } from "#views/youth/back/back-again.tsx";
import { giveCookie, noteHere } from "../gate.ts";

/** Begins a new chat for someone with the code of an ended one: what they show of the chats before, and first words. */
export async function beginAnewWith(
  c: C,
  helpline: Helpline,
  returning: Returning,
  form: Record<string, string>,
): Promise<Response> {
  const { db } = helpline;
  try {
    const start = startOf(c, helpline, form, returning.earlierId);
    refuseStarting(helpline, start);
    const shows = readShown(form.shows);
    const address = clientAddress(c, helpline.config);
    const id = await db.change("youth", (tx, emit) => {
      const conversationId = beginAgain(tx, emit, { ...returning, start, shows });
      keepAddressOf(tx, helpline, { conversationId, address });
      return conversationId;
    });
    await noteHere(helpline, conversation(db, id)!);
    giveCookie(c, helpline, start.token);
    return c.redirect("/", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showAgain(c, helpline, returning, { error, form });
  }
}

/** Returns the chat that this very form led to a moment ago, with its cookie; null if none. */
export function begunWith({ db, clock }: Helpline, { client_id: id }: Record<string, string>) {
  const token = id && isClientId(id) ? db.keyring.cookieOf(id) : null;
  const found = token === null ? undefined : conversationOfToken(db, token);
  const isFresh = found && stateOf(found) !== "ended" && clock.now() - waitsSince(found) <= againMs;
  return isFresh ? { token: token!, found } : null;
}

function readShown(raw: string | undefined): Shown {
  return shownChoices.find((one) => one === raw) ?? "nothing";
}

function startOf(c: C, helpline: Helpline, form: Record<string, string>, earlierId: number): Start {
  const { db, config } = helpline;
  const found = conversation(db, earlierId);
  if (!found) throw new HelplineError("not_found", "youth.back.wrong");
  const startId = readClientId(form.client_id);
  const isTicked = form.danger === "yes";
  const lineId = (isTicked && dangerOf(c, helpline, found)?.id) || lineNow(lines(db), found).id;
  // Danger is believed without proof.
  const danger = {
    urgent: true,
    inDanger: isOnShift(helpline, lineId),
    chosen: { ...noAnswers, urgent: "danger" as const },
  };
  return {
    startId,
    token: db.keyring.cookieOf(startId),
    language: found.language,
    lineId,
    network: networkOf(c, config),
    ...(isTicked ? danger : {}),
    text: tidy(form.text ?? "") === "" ? null : readText(form.text),
    rulesVersion: /^\d{1,9}$/.test(form.rules ?? "") ? Number(form.rules) : 0,
  };
}

function dangerOf(c: C, helpline: Helpline, found: Conversation) {
  const { db, clock, config } = helpline;
  const own = lineNow(lines(db), found).id;
  const scene = doorScene(db, clock.now(), found.language, own, networkOf(c, config));
  return lineOfDanger(helpline, scene.lines, own, found.language);
}

/** Shows what the code of an ended chat leads to: a new chat, or when someone will be there, unless words wait in their field. */
export function showAgain(
  c: C,
  helpline: Helpline,
  returning: Returning,
  refused?: { error: HelplineError; form: Record<string, string> },
): Response {
  const { db, clock } = helpline;
  const found = conversation(db, returning.earlierId)!;
  const around = frameAfter(c, helpline, found);
  const network = networkOf(c, helpline.config);
  const line = lineAtDoor(db, lineNow(lines(db), found).id, clock.now(), around.t.language, network);
  const read = lastReadAgain(db, returning.earlierId);
  const day = read === null ? null : localDate(lineNow(lines(db), found).timeZone, read);
  const readAgain = day === null ? null : longDates(around.t.language, day, day);
  const shared = {
    frame: around,
    pass: helpline.returning.keep(returning),
    line,
    at: clock.now(),
    readAgain,
    clientId: clientIdFor(refused && { ...refused, clientId: refused.form.client_id ?? "" }),
    rulesVersion: publishedRules(db).version,
    // The first one calls the number that is on the page anyway.
    ways: saidLines(around.t.language, emergencyLines(settings(db).emergency).slice(1)),
  };
  const words = refused?.form.text ?? "";
  if (line.door.state !== "open" && words === "") {
    return page(c, <BackShut {...shared} danger={dangerOf(c, helpline, found)} />);
  }
  return page(
    c,
    <BackAgain
      {...shared}
      // As in a chat no other language is offered: its page would not have the words.
      frame={{ ...around, languages: [] }}
      words={words}
      danger={refused?.form.danger === "yes"}
      choices={shownChoices.filter((one) => one !== "approach" || hasApproach(db, returning.earlierId))}
      shows={readShown(refused?.form.shows)}
      refused={refused ? around.t(refused.error.key, refused.error.values) : null}
    />,
    refused ? refusedAs(refused.error) : 200,
  );
}

/** Returns who typed a code that still opens its chat, or an answer if `orAnswer`; throws `bad_input` if that is no longer so. */
export function returningWith({ db, returning: kept }: Helpline, pass: string | undefined, orAnswer = false) {
  const returning = kept.take(pass);
  // An answer outlives its chat.
  const found = returning && (orAnswer ? keptConversation : conversation)(db, returning.earlierId);
  const isOfAnswer = orAnswer && returning?.answerOf !== undefined;
  if (!found || (!isOfAnswer && !db.keyring.codes.opens(found.id, returning.lock))) {
    throw new HelplineError("bad_input", "youth.back.late");
  }
  return { returning, found };
}
