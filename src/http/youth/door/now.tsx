import { callbackOffered } from "#src/callback/request.ts";
import { clientIdFor } from "#src/conversation/messages/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import { openPlaces } from "#src/directory/search/for-youth.ts";
import { HelplineError } from "#src/errors.ts";
import { line } from "#src/hours/lines.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { networkOf } from "#src/http/limits/networks.ts";
import { type C, type Helpline, piece } from "#src/http/server/context.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { allOpen, doorScene } from "#src/live/youth/youth-doors.ts";
import { yieldsToDanger } from "#src/queue/door/in-danger.ts";
import { answeredOtherwise } from "#src/queue/line/answered-in.ts";
import { isRehearsalCode } from "#src/queue/line/rehearsal.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Top } from "#views/layout/youth.tsx";
import { AtTheDoor, DoorNow, type DoorProps } from "#views/youth/door/door.tsx";
import { type DoorScene, isTooLate, type LineAtDoor, signOf } from "#views/youth/door/now.tsx";
import { conversationOf } from "../gate.ts";

/** GET / with `v`: news for an open door page, or 204; each asks every half minute, so it reads no cookie. Throws `too_fast`. */
export function showNews(c: C, helpline: Helpline): Response {
  if (!helpline.limiter.take("door", "all")) throw new HelplineError("too_fast");
  const [now, rest] = (c.req.query("v") ?? "").split(".");
  const props = doorProps(c, helpline, wholeNumber(c.req.query("line")));
  if (props.versions.rest !== rest) {
    const door = String(<AtTheDoor {...props} clientId={clientIdFor(undefined)} />);
    return piece(c, rest?.endsWith(topOf(props.versions.rest)) ? door : String(<Top {...props.frame} />) + door);
  }
  if (props.versions.now === now) return c.body(null, 204);
  return piece(c, String(<DoorNow {...props} clientId={clientIdFor(undefined)} />));
}

/** While all lines are shut, the meant one is asked first. */
function dangerLine(helpline: Helpline, { chosen, lines }: DoorProps["scene"], language: Language) {
  if (lines.some(({ door }) => door.state === "open")) return undefined;
  return lineInDanger(helpline, [chosen, ...lines], language);
}

/** Returns the line for someone in danger: the one they asked for (id), else one of `lines` that lets them in. */
export function lineOfDanger(
  helpline: Helpline,
  lines: LineAtDoor[],
  asked: number,
  language: Language,
): DoorScene["danger"] {
  const own = lines.filter(({ id }) => id === asked);
  return lineInDanger(helpline, own, language) ?? lineInDanger(helpline, lines, language);
}

/** A line that is answered in their language comes first. */
function lineInDanger({ db, staff }: Helpline, among: LineAtDoor[], language: Language): DoorScene["danger"] {
  const lets = among.filter(
    ({ id, door }) => door.state === "open" || yieldsToDanger({ db, staff }, { lineId: id, state: door.state }),
  );
  const all = lets.map(({ id }) => ({ id, answered: answeredOtherwise(db, line(db, id)!, language) }));
  return all.find(({ answered }) => answered.length === 0) ?? all[0];
}

/** Counts that someone without a chat sees a shut door; a HEAD, a prefetch and a page that asks again see nothing. */
export function countLook(c: C, helpline: Helpline, { chosen }: DoorProps["scene"]) {
  const purpose = c.req.header("sec-purpose") ?? c.req.header("purpose") ?? c.req.header("x-moz") ?? "";
  if (c.req.method !== "GET" || /prefetch|prerender|preview/i.test(purpose)) return;
  if (conversationOf(c, helpline) || isRehearsing(c, helpline)) return;
  helpline.looks.note(chosen, helpline.clock.now());
}

/** Returns whether they came by the link of a rehearsal, which finds every line open. */
export function isRehearsing(c: C, { db, clock }: Helpline): boolean {
  return isRehearsalCode(db, c.req.query("try") ?? "", clock.now());
}

/** Returns everything at the door but a form's own (`wanted` is a line, 0 = none); its versions cover all that is shown. */
export function doorProps(c: C, helpline: Helpline, wanted: number, around = frame(c, helpline)): DoorProps {
  const { db, assets } = helpline;
  const { ageFrom, ageTo, emergency, assessment } = settings(db);
  const rehearsal = isRehearsing(c, helpline);
  const found = doorScene(db, helpline.clock.now(), around.t.language, wanted, networkOf(c, helpline.config));
  const scene = rehearsal ? allOpen(found) : { ...found, danger: dangerLine(helpline, found, around.t.language) };
  const rulesVersion = publishedRules(db).version;
  const blank = {
    chosen: noAnswers,
    first: false,
    danger: false,
    secret: "",
    secretWrong: null,
    words: "",
    error: null,
    clientId: "",
    versions: { now: "", rest: "" },
  };
  const ages: [number, number] = [ageFrom, ageTo];
  // The first one calls the number that is on the page anyway.
  const ways = saidLines(around.t.language, emergencyLines(emergency).slice(1));
  const props = {
    frame: { ...around, dark: signOf(scene) === "dark" },
    scene: { ...scene, face: around.face },
    ages,
    ways,
    rulesVersion,
    chatScript: assets.chat,
    asks: assessment.on,
    later: isTooLate(scene) && offersLater(helpline, scene.chosen),
    places: isTooLate(scene) ? openPlaces(db, around.t.language, helpline.clock.now()) : [],
    hasLeft: null,
    rehearsal,
    ...blank,
  };
  const now = String(<DoorNow {...props} />);
  const rest = String(<AtTheDoor {...props} />).replace(now, "");
  const version = (html: string) => createHash(html).slice(0, 8);
  const top = version(String(<Top {...props.frame} />));
  return { ...props, versions: { now: version(now), rest: version(rest) + top } };
}

/** A helpline that was never open, or cannot keep an address, promises no email. */
function offersLater({ db, clock }: Helpline, { id, door }: DoorProps["scene"]["chosen"]): boolean {
  return door.reason !== "not_open_yet" && door.state !== "locked" && callbackOffered(db, id, clock.now());
}

/** The part of a version that covers only the top of the page. */
function topOf(rest: string): string {
  return rest.slice(8);
}

/** Parses a whole number of a field or an address; 0 if it is none. */
export function wholeNumber(text = ""): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
