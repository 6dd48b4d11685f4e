import type { PropsWithChildren } from "hono/jsx";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { DoorNow, LineDoor } from "#src/queue/door/door.ts";
import type { FaceLook } from "#src/settings/look/look.ts";
import { Face, Lamp } from "#views/parts/face.tsx";
import { Ends, Moment, Next } from "#views/parts/times/moment.tsx";
import { type Note, NoteShown } from "./note.tsx";

/** A line as seen from the door. */
export interface LineAtDoor {
  id: number;
  name: string;
  /** IANA name of the clock its hours are by. */
  zone: string;
  door: DoorNow;
  /** How many stand before someone who comes now. */
  waiting: number;
  /** Wait of someone who comes now, minutes; null = it cannot be told. */
  range: { low: number; high: number } | null;
  /** It closes before someone who comes now is likely to be reached; ms UTC, `next` null = unknown. */
  tooLate: { until: number; next: number | null } | null;
  /** It may close before: the upper end lies after that. */
  tight: boolean;
  /** If no one answers in the language of the page: the languages in which someone does. */
  answered: readonly Language[];
  /** In years, if the line has its own. */
  ages: [number, number] | null;
  note: Note | null;
}

/** What the door shows: all lines in use, and the one meant unless another is chosen. */
export interface DoorScene {
  at: number;
  lines: LineAtDoor[];
  chosen: LineAtDoor;
  /** The line that lets in someone in danger while all are shut to others. */
  danger?: Pick<LineAtDoor, "id" | "answered"> | undefined;
  face: FaceLook | null;
}

export interface SceneProps {
  t: Translate;
  scene: DoorScene;
}

export interface LineProps {
  t: Translate;
  line: LineAtDoor;
}

/** ms; the further away closing is, the less it helps to know it. */
const saidUntilMs = 18 * 60 * 60_000;

/** Returns the lines in which someone can start now. */
export const openLines = ({ lines }: DoorScene) => lines.filter(({ door }) => door.state === "open");

const shutAs = ({ state, reason }: DoorNow) => {
  if (reason === "paused_by_hand") return "break";
  if (reason === "not_open_yet") return "not_yet";
  if (reason === "on_break") return "away";
  return state as Exclude<LineDoor, "open">;
};

/** Returns a shut line in one or two words, for the pill. */
export const shutPill = (t: Translate, door: DoorNow) => t(`youth.shut.${shutAs(door)}.pill`);

/** Returns the words of the button at an open door. */
export const sendText = (t: Translate, scene: DoorScene) =>
  t(isTooLate(scene) ? "youth.door.anyway" : "youth.door.send");

/** "Open until 22:00 · 2 waiting"; only "open" without hours, or long before closing. */
export const OpenPill = ({ t, line, at }: LineProps & { at: number }) => {
  const { door, zone, waiting } = line;
  if (door.until === null || door.until - at > saidUntilMs) return <>{t("youth.door.open", { waiting })}</>;
  return <Ends t={t} text="youth.door.open_until" values={{ waiting }} at={door.until} zone={zone} />;
};

/** The next opening as a line of its own, if there is something to say. */
export const NextLine = ({ t, line, at }: LineProps & { at: number }) => {
  const { next, reason } = line.door;
  if (next === null && !saidUnknown.includes(reason)) return null;
  return (
    <p class="next">
      <NextOpening t={t} line={line} at={at} />
    </p>
  );
};

/** Only for these is it said that no one knows when it goes on. */
const saidUnknown: DoorNow["reason"][] = ["outside_hours", "closed_by_hand"];

/** When someone can come in again, or a plain word that it is not known. */
export const NextOpening = ({ t, line, at }: LineProps & { at: number }) => {
  const { door, zone } = line;
  if (door.next !== null) return <Next t={t} at={door.next} now={at} zone={zone} />;
  if (!saidUnknown.includes(door.reason)) return null;
  return <>{t("youth.next.unknown")}</>;
};

/** Returns whether someone who comes now is unlikely to be reached on any line, so that other help is shown. */
export const isTooLate = (scene: DoorScene) => openLines(scene).every(({ tooLate }) => tooLate !== null);

/** Said before anyone types, also that waiting may be in vain. */
const Wait = ({ t, line, at }: LineProps & { at: number }) => {
  const { range, tooLate, tight, zone, door } = line;
  if (tooLate === null) {
    return (
      <>
        {range && <p>{t("youth.door.wait", { ...range })}</p>}
        {tight && (
          <p>
            <Moment t={t} text="youth.closing.soon" at={door.until!} zone={zone} />
          </p>
        )}
      </>
    );
  }
  return (
    <div class="closing">
      <p>
        <Ends t={t} text="youth.door.too_late" at={tooLate.until} zone={zone} />
      </p>
      <p>
        {tooLate.next !== null && <Next t={t} at={tooLate.next} now={at} zone={zone} />} {t("youth.door.stay")}
      </p>
      <p>
        <a href="#places">{t("youth.frame.other")}</a>
      </p>
    </div>
  );
};

/** Returns whether the heading says when the line opens again: someone who finds it closed asks that first. */
const saysNext = ({ door }: LineAtDoor) => shutAs(door) === "closed" && door.next !== null;

/** Why it is shut and when it goes on, in the order in which someone asks; `isNextSaid`: the heading has said when. */
export const Why = ({ t, line, at, isNextSaid = false }: LineProps & { at: number; isNextSaid?: boolean }) => {
  const { door, zone, note } = line;
  const shut = shutAs(door);
  if (shut === "not_yet" || shut === "away") {
    return (
      <>
        <NoteShown t={t} note={note} />
        <p>{t(shut === "away" ? "youth.shut.closed.text" : "youth.shut.not_yet.text")}</p>
      </>
    );
  }
  return (
    <>
      {(shut === "closed" || shut === "last_entry") && <NoteShown t={t} note={note} />}
      {shut === "last_entry" && (
        <p>
          {door.until === null ? null : <Ends t={t} text="youth.shut.last_entry.text" at={door.until} zone={zone} />}
        </p>
      )}
      {!isNextSaid && <NextLine t={t} line={line} at={at} />}
      {shut !== "last_entry" && <p>{t(shut === "break" ? "youth.shut.paused.text" : `youth.shut.${shut}.text`)}</p>}
    </>
  );
};

/** Returns what stands beside the heading: the face only where someone can answer, else the lamp, lit while someone is there. */
export const signOf = (scene: DoorScene): "face" | "lit" | "dark" => {
  if (openLines(scene).length > 0) return isTooLate(scene) ? "lit" : "face";
  return scene.danger && /^(full|last_entry)$/.test(scene.chosen.door.state) ? "lit" : "dark";
};

const Sign = ({ scene }: { scene: DoorScene }) =>
  scene.face && (signOf(scene) === "face" ? <Face face={scene.face} /> : <Lamp big dark={signOf(scene) === "dark"} />);

interface NowProps extends SceneProps {
  version: string;
  /** Whom to call in danger, in a rehearsal that no one may read; null = no rehearsal. */
  rehearsal: string | null;
}

/** What the door says; a script replaces it. `children` stand first at a shut door. `data-said`: what is read aloud. */
export const Now = ({ t, scene, version, rehearsal, children }: PropsWithChildren<NowProps>) => {
  const { chosen, lines, at } = scene;
  const open = openLines(scene);
  if (open.length > 0) {
    const title = rehearsal === null ? t("youth.door.title") : t("youth.rehearsal_door", { number: rehearsal });
    return (
      <div id="now" data-v={version} data-send={sendText(t, scene)} data-said={title}>
        <div class="hero">
          <Sign scene={scene} />
          <div>
            <h1>{title}</h1>
            {rehearsal === null && (
              <span class="pill">
                {open.length > 1 ? t("youth.lines.open") : <OpenPill t={t} line={chosen} at={at} />}
              </span>
            )}
          </div>
        </div>
        {(open.length === 1 || isTooLate(scene)) && <Wait t={t} line={chosen} at={at} />}
      </div>
    );
  }
  const pill = shutPill(t, chosen.door);
  const title = t(`youth.shut.${shutAs(chosen.door)}.title`);
  return (
    <div id="now" data-v={version} data-send={t("youth.door.try", { now: pill })} data-said={title}>
      <div class="hero">
        <Sign scene={scene} />
        <div>
          <h1>
            {title}
            {saysNext(chosen) && (
              <>
                {". "}
                <NextOpening t={t} line={chosen} at={at} />
              </>
            )}
          </h1>
          <span class="pill shut">{pill}</span>
        </div>
      </div>
      {children}
      {lines.length > 1 && <Name line={chosen} />}
      <Why t={t} line={chosen} at={at} isNextSaid={saysNext(chosen)} />
    </div>
  );
};

const Name = ({ line }: { line: LineAtDoor }) => (
  <p>
    <strong dir="auto">{line.name}</strong>
  </p>
);
