import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnDebrief, Weight } from "#src/record/debrief.ts";

interface DebriefProps {
  t: Translate;
  id: number;
  debrief: OwnDebrief | null;
  /** Characters. */
  maxNote: number;
}

const weights: Weight[] = ["light", "heavy", "talk"];

/** Asks a counsellor after a chat how it was: one tap, with a sentence if wanted. */
export function Debrief({ t, id, debrief, maxNote }: DebriefProps) {
  const action = `/staff/conversation/${id}/debrief`;
  const place = `#debrief-${id}`;
  const isSeen = debrief !== null && debrief.takenBy !== null;
  return (
    <form
      id={`debrief-${id}`}
      class="debrief"
      method="post"
      action={action}
      hx-post={action}
      hx-target={place}
      hx-select={place}
      hx-swap="outerMorph"
    >
      {isSeen ? (
        <p>{t("staff.debrief.seen", { alias: debrief.takenBy! })}</p>
      ) : (
        <>
          <fieldset class="choice">
            <legend>{t("staff.debrief.ask")}</legend>
            {weights.map((weight) => (
              <button
                type="submit"
                id={`debrief-${weight}-${id}`}
                name="weight"
                value={weight}
                aria-pressed={debrief?.weight === weight ? "true" : "false"}
              >
                {t(`staff.debrief.${weight}`)}
              </button>
            ))}
          </fieldset>
          <label for={`debrief-note-${id}`}>{t("staff.debrief.note")}</label>
          <input
            id={`debrief-note-${id}`}
            name="note"
            value={debrief?.note ?? ""}
            maxlength={maxNote}
            dir="auto"
            autocomplete="off"
          />
          <p class="hint" role="status">
            {t(debrief ? "staff.debrief.given" : "staff.debrief.who")}{" "}
            {debrief && (
              <button type="submit" class="link" id={`debrief-back-${id}`} name="weight" value="none">
                {t("staff.aside.undo")}
              </button>
            )}
          </p>
        </>
      )}
    </form>
  );
}
