import type { ReportReason } from "#src/directory/care/reports.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

export interface ReportProps {
  frame: StaffFrame;
  /** Of the conversation it was found in. */
  id: number;
  place: { id: string; name: string };
  done: boolean;
  reasons: readonly ReportReason[];
  reason: ReportReason | null;
  note: string;
  wrong: { field: "reason" | "note"; sentence: string } | null;
}

/** Reports something untrue about an entry: a page of its own or, with scripts, a part beside the chat. */
export function ReportPage(props: ReportProps) {
  const { frame, place, wrong } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.report.title", { name: place.name })} wrong={wrong !== null}>
      <div class="narrow">
        <section id="report">{props.done ? <Thanks {...props} /> : <ReportForm {...props} />}</section>
      </div>
    </StaffSheet>
  );
}

function ReportForm({ frame, id, place, reasons, reason: chosen, note, wrong }: ReportProps) {
  const { t } = frame;
  const action = `${addressOf(id)}/report`;
  return (
    <form
      class="fields"
      method="post"
      action={action}
      hx-post={action}
      hx-target={`#reporting-${id}`}
      hx-select="#report"
      hx-swap="innerHTML"
      {...{ "hx-status:422": "swap:innerHTML" }}
    >
      <h1>{t("staff.report.title", { name: place.name })}</h1>
      <input type="hidden" name="service" value={place.id} />
      <fieldset class="field">
        <legend>{t("staff.report.reason")}</legend>
        {reasons.map((reason, n) => (
          <label class="check">
            <input
              type="radio"
              name="reason"
              value={reason}
              checked={reason === chosen}
              autofocus={n === 0}
              {...invalid(wrong, "reason")}
            />
            <span>{t(`staff.report.reason.${reason}`)}</span>
          </label>
        ))}
        <Wrong wrong={wrong} field="reason" />
      </fieldset>
      <div class="field">
        <label for="report-note">{t("staff.report.note")}</label>
        <p class="hint" id="note-hint">
          {t("staff.report.note_hint")}
        </p>
        <textarea
          id="report-note"
          name="note"
          rows={3}
          dir="auto"
          aria-describedby="note-hint wrong-note"
          aria-invalid={wrong?.field === "note" ? "true" : undefined}
        >
          {note}
        </textarea>
        <Wrong wrong={wrong} field="note" />
      </div>
      <div class="row-of">
        <button type="submit" class="main">
          {t("staff.report.send")}
        </button>
        <Back t={t} id={id} />
      </div>
    </form>
  );
}

const addressOf = (id: number) => `/staff/conversation/${id}/referrals`;

function invalid(wrong: ReportProps["wrong"], field: string) {
  return wrong?.field === field ? ({ "aria-invalid": "true", "aria-describedby": `wrong-${field}` } as const) : {};
}

function Wrong({ wrong, field }: { wrong: ReportProps["wrong"]; field: string }) {
  return (
    <p class="wrong" id={`wrong-${field}`} role={wrong?.field === field ? "alert" : undefined}>
      {wrong?.field === field && wrong.sentence}
    </p>
  );
}

function Thanks({ frame, id, place }: ReportProps) {
  const { t } = frame;
  return (
    <div class="fields" role="status">
      <h1>{t("staff.report.thanks")}</h1>
      <p>{t("staff.report.thanks_text", { name: place.name })}</p>
      <p>
        <Back t={t} id={id} />
      </p>
    </div>
  );
}

function Back({ t, id }: { t: StaffFrame["t"]; id: number }) {
  return (
    <a class="second" href={addressOf(id)} data-shut-report="">
      {t("staff.report.back")}
    </a>
  );
}
