import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { Phase } from "#src/practice/scenario/scenario.ts";
import type { PracticeWay } from "#src/training/practice-chat.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Afterwards, type AfterwardsProps } from "./afterwards.tsx";
import { PracticeFoot } from "./foot.tsx";
import { BackToPractices } from "./practices.tsx";

/** A line of a practice chat; a notice says what was done, a hint what to look at. */
export interface PracticeWords {
  by: "youth" | "trainee" | "notice" | "hint";
  text: string;
  /** Why a sentence that was chosen helps or does not. */
  why?: string | undefined;
}

export interface PracticeRoom {
  id: number;
  name: string;
  language: Language;
  way: PracticeWay;
  /** The phases in their order, and the one it is in; null where no script knows it. */
  phase: Phase | null;
  lines: PracticeWords[];
  /** Sentences to choose from; null where one writes oneself. */
  choices: string[] | null;
  /** Seconds after which the young person does something by themselves; null if they never would. */
  next: number | null;
  hasHint: boolean;
  /** What was done already and need not be done twice. */
  used: string[];
  /** Sentences were offered, and are no more. */
  fromHere: boolean;
  over: boolean;
  /** Whether a colleague has come to play the young person; null with a script. */
  guest: "asked" | "here" | null;
}

interface RoomProps {
  frame: StaffFrame;
  room: PracticeRoom;
  clientId: string;
  typed: string;
  error: string | null;
  /** The link for the colleague, until somebody has opened it. */
  link: string | null;
  after: Omit<AfterwardsProps, "t"> | null;
  /** A supervisor reads what was handed in. */
  reads: string | null;
}

/** A practice chat while it goes on, and afterwards what came of it. */
export function PracticeRoomPage({ frame, room, clientId, typed, error, link, after, reads }: RoomProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={room.name} here="practice" script="practice" wrong={error !== null}>
      <BackToPractices t={t} />
      <h1>{room.name}</h1>
      <PracticeBand t={t} />
      {reads !== null && <p class="note">{t("staff.practice.reads", { alias: reads })}</p>}
      {link !== null && (
        <section class="theme" aria-labelledby="link-title">
          <h2 id="link-title">{t("staff.practice.link")}</h2>
          <p>{t("staff.practice.link_means")}</p>
          <p class="pre">
            <code>{link}</code>
          </p>
        </section>
      )}
      <PracticeLog t={t} room={room} />
      {!room.over && <PracticeFoot t={t} room={room} clientId={clientId} typed={typed} error={error} />}
      {room.over && after && <Afterwards t={t} {...after} />}
    </StaffSheet>
  );
}

/** Stands over everything in practice. */
export function PracticeBand({ t }: { t: Translate }) {
  return (
    <p class="practice-band">
      <Icon name="info" />
      <span>{t("staff.practice.band")}</span>
    </p>
  );
}

/** What was said so far, and in which phase it is; repainted when a colleague writes. */
export function PracticeLog({ t, room }: { t: Translate; room: PracticeRoom }) {
  const { lines, phase, way } = room;
  return (
    <div id="practice-log" data-of={room.id} data-lines={lines.length}>
      {phase !== null && way !== "alone" && !room.over && <PhaseStrip t={t} phase={phase} />}
      <div class="practice-scroll" role="log" tabindex={0} aria-label={t("staff.practice.log")}>
        <ol class="log practice-log" lang={room.language}>
          {lines.map((line) => (
            <PracticeLine t={t} line={line} />
          ))}
        </ol>
      </div>
      {room.guest === "asked" && !room.over && <p class="hint">{t("staff.practice.guest_asked")}</p>}
    </div>
  );
}

const order: Phase[] = ["welcome", "clarify", "goal", "work", "close"];

function PhaseStrip({ t, phase }: { t: Translate; phase: Phase }) {
  return (
    <ol class="phases" aria-label={t("staff.practice.phases")}>
      {order.map((one) => (
        <li aria-current={one === phase ? "step" : undefined}>{t(`staff.practice.phase.${one}`)}</li>
      ))}
    </ol>
  );
}

/** One line of a practice chat. */
export function PracticeLine({ t, line: { by, text, why } }: { t: Translate; line: PracticeWords }) {
  if (by === "hint") {
    return (
      <li class="practice-hint">
        <b>{t("staff.practice.hint")}</b> <span>{text}</span>
      </li>
    );
  }
  const side = { youth: "youth", trainee: "other", notice: "notice" }[by];
  return (
    <li class={`m ${side}`} data-by={by}>
      {by === "youth" && <span class="sr">{t("staff.message.youth")} </span>}
      {by === "trainee" && <span class="sr">{t("staff.practice.you")} </span>}
      <p dir="auto">{text}</p>
      {why !== undefined && <small class="why">{why}</small>}
    </li>
  );
}
