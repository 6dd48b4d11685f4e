import type { PropsWithChildren } from "hono/jsx";
import { direction, type Language, type Translate } from "#src/i18n/i18n.ts";
import type { DoorNow, LineDoor } from "#src/queue/door/door.ts";
import type { FaceLook } from "#src/settings/look/look.ts";
import { Face } from "#views/parts/face.tsx";
import { Ends, Moment, Next } from "#views/parts/times/moment.tsx";

/** A line as whoever stands at the door sees it. */
export interface LineAtDoor {
  id: number;
  /** In whatever language an admin gave it. */
  name: string;
  /** IANA name: the clock its hours are by. */
  zone: string;
  door: DoorNow;
  /** How many of those who wait in it stand before whoever comes now. */
  waiting: number;
  /** How long whoever comes now will wait, minutes; null where nothing can be said of it. */
  range: { low: number; high: number } | null;
  /** It will close before whoever comes now is likely to be reached: when, and when it opens again (ms UTC, null: nobody knows). */
  tooLate: { until: number; next: number | null } | null;
  /** It may close before: the upper end lies after that. */
  tight: boolean;
  /** Where nobody answers in the language of the page, the languages in which somebody does; [] = nothing to say. */
  answered: readonly Language[];
  /** Youngest and oldest age in years, where the line has its own. */
  ages: [number, number] | null;
  /** What an admin wrote for young people about today's exception, or about the break; null = nothing. */
  note: Note | null;
}

/** Words of an admin. */
export interface Note {
  text: string;
  /** What it is written in; null = nobody said. */
  language: Language | null;
}

/** What the door shows: all lines in use, and the one that is meant until somebody chooses another. */
export interface DoorScene {
  /** ms UTC */
  at: number;
  lines: LineAtDoor[];
  /** One that is open, if any is. */
  chosen: LineAtDoor;
  /** The line that lets whoever is in danger in while all are shut to others; none where nobody is there for them, or one is open. */
  danger?: Pick<LineAtDoor, "id" | "answered"> | undefined;
  /** The little face beside what is said. */
  face: FaceLook;
}

export interface SceneProps {
  t: Translate;
  scene: DoorScene;
}

export interface LineProps {
  t: Translate;
  line: LineAtDoor;
}

/** The further away, the less somebody gains by knowing that it is open until then. ms */
const saidUntilMs = 18 * 60 * 60_000;

/** The lines in which somebody can start now. */
export const openLines = ({ lines }: DoorScene) => lines.filter(({ door }) => door.state === "open");

const shutAs = ({ state, reason }: DoorNow) => {
  if (reason === "paused_by_hand") return "break";
  if (reason === "not_open_yet") return "not_yet";
  if (reason === "on_break") return "away";
  return state as Exclude<LineDoor, "open">;
};

/** A line in one or two words, as the pill says it. */
export const shutPill = (t: Translate, door: DoorNow) => t(`youth.shut.${shutAs(door)}.pill`);

/** What the button says at an open door. */
export const sendText = (t: Translate, scene: DoorScene) =>
  t(isTooLate(scene) ? "youth.door.anyway" : "youth.door.send");

/** "Open until 22:00 · 2 waiting"; without hours, or long before closing, only that it is open. */
export const OpenPill = ({ t, line, at }: LineProps & { at: number }) => {
  const { door, zone, waiting } = line;
  if (door.until === null || door.until - at > saidUntilMs) return <>{t("youth.door.open", { waiting })}</>;
  return <Ends t={t} text="youth.door.open_until" values={{ waiting }} at={door.until} zone={zone} />;
};

/** The same as a line of its own; none where there is nothing to say. */
export const NextLine = ({ t, line, at }: LineProps & { at: number }) => {
  const { next, reason } = line.door;
  if (next === null && !saidUnknown.includes(reason)) return null;
  return (
    <p class="next">
      <NextOpening t={t} line={line} at={at} />
    </p>
  );
};

/** Where nobody knows when it goes on, that is said for these. */
const saidUnknown: DoorNow["reason"][] = ["outside_hours", "closed_by_hand"];

/** When somebody can come in again, if that is known, or a plain word that it is not. */
export const NextOpening = ({ t, line, at }: LineProps & { at: number }) => {
  const { door, zone } = line;
  if (door.next !== null) {
    const kind = door.reason === "paused_by_hand" ? "back" : "opens";
    return <Next t={t} kind={kind} at={door.next} now={at} zone={zone} />;
  }
  if (!saidUnknown.includes(door.reason)) return null;
  return <>{t("youth.next.unknown")}</>;
};

/** What an admin wrote, told to a screen reader in its own language where that is not the page's. */
export const NoteShown = ({ t, note }: { t: Translate; note: Note | null }) => {
  if (note === null) return null;
  const { text, language } = note;
  const other = language !== null && language !== t.language ? language : undefined;
  return (
    <p lang={other} dir={other ? direction(other) : "auto"}>
      <strong>{text}</strong>
    </p>
  );
};

/** Whoever comes now is not likely to be reached today, whichever line they choose; so they are shown what else there is. */
export const isTooLate = (scene: DoorScene) => openLines(scene).every(({ tooLate }) => tooLate !== null);

/** How long the wait is, before anybody types; and that it may be in vain, with what they can do then. */
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
        {tooLate.next !== null && <Next t={t} kind="opens" at={tooLate.next} now={at} zone={zone} />}{" "}
        {t("youth.door.stay")}
      </p>
      <p>
        <a href="#places">{t("youth.frame.other")}</a>
      </p>
    </div>
  );
};

/** Why it is shut and when it goes on, in the order in which somebody asks. */
export const Why = ({ t, line, at }: LineProps & { at: number }) => {
  const { door, zone, note } = line;
  const shut = shutAs(door);
  if (shut === "not_yet" || shut === "away") {
    return (
      <>
        <NoteShown t={t} note={note} />
        <p>{t(`youth.shut.${shut}.text`)}</p>
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
      <NextLine t={t} line={line} at={at} />
      {shut !== "last_entry" && <p>{t(shut === "break" ? "youth.shut.paused.text" : `youth.shut.${shut}.text`)}</p>}
    </>
  );
};

interface NowProps extends SceneProps {
  version: string;
  /** Whom to call in danger, where it is a rehearsal and nobody may read what is written; null where it is none. */
  rehearsal: string | null;
}

/**
 * What the door says now. A script that asks again puts the new one in its place; `data-send` is what the button says
 * where words have been typed, `data-said` what is read aloud. `children` stand first at a door that is shut.
 */
export const Now = ({ t, scene, version, rehearsal, children }: PropsWithChildren<NowProps>) => {
  const { chosen, lines, at } = scene;
  const open = openLines(scene);
  if (open.length > 0) {
    const title = rehearsal === null ? t("youth.door.title") : t("youth.rehearsal_door", { number: rehearsal });
    return (
      <div id="now" data-v={version} data-send={sendText(t, scene)} data-said={title}>
        <div class="hero">
          <Face face={scene.face} />
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
        <Face face={scene.face} />
        <div>
          <h1>{title}</h1>
          <span class="pill shut">{pill}</span>
        </div>
      </div>
      {children}
      {lines.length > 1 && <Name line={chosen} />}
      <Why t={t} line={chosen} at={at} />
    </div>
  );
};

const Name = ({ line }: { line: LineAtDoor }) => (
  <p>
    <strong dir="auto">{line.name}</strong>
  </p>
);
