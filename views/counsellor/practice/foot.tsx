import type { Translate } from "#src/i18n/i18n.ts";
import type { PracticeRoom } from "./room.tsx";

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
