import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { Phase } from "#src/practice/scenario/scenario.ts";
import type { PracticeWay } from "#src/training/practice-chat.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Afterwards, type AfterwardsProps } from "./afterwards.tsx";
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

interface FootProps {
  t: Translate;
  room: PracticeRoom;
  clientId: string;
  typed: string;
  error: string | null;
}

/** Where the trainee writes or chooses, and what else they can do. */
export function PracticeFoot({ t, room, clientId, typed, error }: FootProps) {
  const { id, choices, way } = room;
  const withScript = way !== "colleague";
  const acts = withScript ? [...scriptActs(t, room), endAct(t)] : [endAct(t)];
  return (
    <div id="practice-foot" data-of={id} data-next={room.next ?? undefined} data-way={way}>
      <p class="wrong" id="practice-off" role="alert" hidden>
        {t("staff.not_done")}
      </p>
      {choices !== null && (
        <form method="post" action={`/staff/practice/${id}`} class="choices">
          <input type="hidden" name="client_id" value={clientId} />
          <h2>{t("staff.practice.choose")}</h2>
          {choices.map((text, index) => (
            <button type="submit" class="second" name="choice" value={index} lang={room.language}>
              {text}
            </button>
          ))}
        </form>
      )}
      {choices === null && (
        <form method="post" action={`/staff/practice/${id}`} class="practice-say" id="practice-say">
          <input type="hidden" name="client_id" value={clientId} />
          {room.fromHere && <p class="hint">{t("staff.practice.from_here")}</p>}
          <SayField label={t("staff.practice.say")} typed={typed} error={error} />
          <button type="submit" class="main" name="act" value="say">
            {t("staff.composer.send")}
          </button>
        </form>
      )}
      <form method="post" action={`/staff/practice/${id}`} class="row-of practice-acts">
        <input type="hidden" name="client_id" value={clientId} />
        {acts.map(({ name, label, off }) => (
          // Pressed while something is typed, they take the words along, so that they stand there again.
          <button
            type="submit"
            class="quiet"
            name="act"
            value={name}
            disabled={off}
            form={choices === null ? "practice-say" : undefined}
          >
            {label}
          </button>
        ))}
      </form>
      {withScript && (
        <details class="practice-place">
          <summary>{t("staff.practice.act.card")}</summary>
          <form method="post" action={`/staff/practice/${id}`} class="row-of">
            <input type="hidden" name="client_id" value={clientId} />
            <label for="place">{t("staff.practice.place")}</label>
            <input id="place" name="place" required maxlength={120} autocomplete="off" />
            <button type="submit" class="second" name="act" value="card">
              {t("staff.practice.send_place")}
            </button>
          </form>
        </details>
      )}
    </div>
  );
}

/** What a trainee can do beside writing, with a script. */
function scriptActs(t: Translate, { way, next, hasHint, used }: PracticeRoom) {
  const hint = { name: "hint", label: t("staff.practice.act.hint"), off: !hasHint };
  return [
    { name: "wait", label: t("staff.practice.act.wait"), off: next === null },
    ...(way === "hints" ? [hint] : []),
    { name: "risk_marked", label: t("staff.practice.act.risk"), off: used.includes("risk_marked") },
    { name: "timer_paused", label: t("staff.practice.act.pause"), off: used.includes("timer_paused") },
  ];
}

const endAct = (t: Translate) => ({ name: "ended", label: t("staff.practice.act.end"), off: false });

/** The field in which somebody writes, with what was refused. */
export function SayField({ label, typed, error }: { label: string; typed: string; error: string | null }) {
  return (
    <>
      <label for="say">{label}</label>
      <textarea
        id="say"
        name="text"
        rows={3}
        dir="auto"
        autocomplete="off"
        aria-invalid={error ? "true" : undefined}
        aria-describedby="say-wrong"
      >
        {typed}
      </textarea>
      <p class="wrong" id="say-wrong" role="alert">
        {error}
      </p>
    </>
  );
}
