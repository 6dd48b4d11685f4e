import type { Conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { DataReader } from "#src/db/db.ts";
import { localDate } from "#src/hours/instants.ts";
import { type Line, line } from "#src/hours/lines.ts";
import { ruleOn } from "#src/hours/rules/plan.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { placeOfNext, whoWaits } from "#src/queue/claim.ts";
import type { DoorNow, LineDoor } from "#src/queue/door/door.ts";
import { doorOf, hoursOf, lineDoors } from "#src/queue/door/doors.ts";
import { answeredIn, answeredOtherwise } from "#src/queue/line/answered-in.ts";
import { cameOf, forecastOf, isTooLate, mayBeTooLate } from "#src/queue/wait/forecast.ts";
import { faceOf } from "#src/settings/look/look.ts";
import { settings } from "#src/settings/settings.ts";
import type { Note } from "#views/youth/door/note.tsx";
import type { DoorScene, LineAtDoor } from "#views/youth/door/now.tsx";

/** If nobody can start, the page tells of the line likeliest to let someone in soon. */
const soonest: LineDoor[] = ["full", "late", "paused", "last_entry", "closed", "locked"];

/** Returns the door at an instant (ms UTC), with the line `wanted` (0 = none), else one for the language, open ones first. */
export function doorScene(
  db: DataReader,
  at: number,
  language: Language,
  wanted: number,
  network: string | null = null,
): DoorScene {
  const all = lineDoors(db, at, network).map((one) => ({
    ...one,
    answered: one.door.state === "open" ? answeredIn(db, one.line) : null,
  }));
  const waiting = whoWaits(db);
  const waits = Map.groupBy(waiting.filter(isReal), (one) => one.lineId);
  const lines = all.map(({ line, door, answered }) => {
    const place = door.state === "open" ? placeOfNext(db, waiting, { lineId: line.id, language, network, at }) : 1;
    const otherwise = answered === null || answered.includes(language) ? [] : answered;
    return { ...atDoor(db, line, door, at, language, { all: waits.get(line.id) ?? [], place }), answered: otherwise };
  });
  const open = all.filter(({ door }) => door.state === "open");
  const meant = meantOf(open.length > 0 ? open : all, language, wanted);
  return { at, lines, chosen: lines.find(({ id }) => id === meant)!, face: faceOf(settings(db)) };
}

/** Returns the same door with every line open: for rehearsals, and for designing the page. */
export function allOpen(scene: DoorScene): DoorScene {
  const door = { state: "open", reason: "without_hours", until: null, closing: false, next: null } as const;
  const lines = scene.lines.map((line) => ({ ...line, door, range: null, tooLate: null, tight: false }));
  return { ...scene, lines, chosen: lines.find(({ id }) => id === scene.chosen.id)! };
}

interface Among {
  line: Line;
  door: DoorNow;
  answered: Language[] | null;
}

function meantOf(among: Among[], language: Language, wanted: number): number {
  const asked = among.find(({ line }) => line.id === wanted);
  if (asked) return asked.line.id;
  const speaks = among.filter(({ line }) => line.languages.includes(language));
  const any = among.filter(({ line }) => line.languages.length === 0);
  const isOther = ({ answered }: Among) => Number(answered !== null && !answered.includes(language));
  const rank = ({ door }: Among) => soonest.indexOf(door.state);
  const next = ({ door }: Among) => door.next ?? Number.MAX_SAFE_INTEGER;
  const [first] = [...speaks, ...any, ...among].sort(
    (a, b) => rank(a) - rank(b) || next(a) - next(b) || isOther(a) - isOther(b),
  );
  return first!.line.id;
}

/** Returns one line at an instant (ms UTC), in use or not, as a chat keeps its line. */
export function lineAtDoor(
  db: DataReader,
  lineId: number,
  at: number,
  language: Language,
  network: string | null = null,
): LineAtDoor {
  const found = line(db, lineId)!;
  const shown = atDoor(db, found, doorOf(db, found, at, network), at, language, { all: [], place: 1 });
  return { ...shown, answered: answeredOtherwise(db, found, language) };
}

type Unanswered = Omit<LineAtDoor, "answered">;

function atDoor(db: DataReader, line: Line, door: DoorNow, at: number, language: Language, waiting: Waits): Unanswered {
  const { id, name, timeZone: zone, ageFrom, ageTo, calendar } = line;
  const { ageFrom: youngest, ageTo: oldest, opening } = settings(db);
  const ages: LineAtDoor["ages"] = ageFrom === null && ageTo === null ? null : [ageFrom ?? youngest, ageTo ?? oldest];
  const today = calendar ? (ruleOn(calendar, localDate(zone, at))?.note ?? "") : "";
  const ofDay = today === "" ? null : { text: today, language: null };
  const note = opening === "break" ? breakNote(db, language) : ofDay;
  const wait = door.state === "open" ? waitOf(db, line, door, at, waiting) : noWait;
  return { id, name, zone, door, waiting: waiting.place - 1, ...wait, ages, note };
}

interface Waits {
  all: Conversation[];
  place: number;
}

function waitOf(db: DataReader, line: Line, { until }: DoorNow, at: number, { all, place }: Waits) {
  const said = forecastOf(db, line.id, cameOf(all))(place);
  const range = said && { low: said.low, high: said.high };
  if (!said) return noWait;
  if (!isTooLate(said, until, at)) return { range, tooLate: null, tight: mayBeTooLate(said, until, at) };
  return { range, tooLate: { until: until!, next: hoursOf(db, line, at).next }, tight: false };
}

const noWait = { range: null, tooLate: null, tight: false };

/** Returns the note about the break in the language asked for, else the helpline's, else any; null for none. */
export function breakNote(db: DataReader, language: Language): Note | null {
  const { closedNote, language: own, languages } = settings(db);
  const written = [language, own, ...languages].find((one) => (closedNote[one] ?? "") !== "");
  return written ? { text: closedNote[written]!, language: written } : null;
}
