import type { Translate } from "#src/i18n/i18n.ts";
import type { ContactChannel } from "#src/record/coding.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type RecordCoded, RecordFacts } from "./record-facts.tsx";
import { RecordForm, type RecordFormProps } from "./record-form.tsx";

/** What is asked of a contact that was not a chat here. */
export interface ByHand {
  /** Of a new one; null = already stored. */
  clientId: string | null;
  channels: readonly Exclude<ContactChannel, "chat">[];
  channel: Exclude<ContactChannel, "chat"> | null;
  lines: { id: number; name: string }[];
  lineId: number;
  /** "2026-11-25", with its bounds. */
  day: string;
  firstDay: string;
  lastDay: string;
}

interface RecordPageProps {
  frame: StaffFrame;
  title: string;
  /** null = it can no longer be changed. */
  form: (Omit<RecordFormProps, "t" | "id" | "live"> & { byHand: ByHand | null }) | null;
  /** What can only be read, and why; null = there is a form. */
  shown: { coded: RecordCoded; note: string | null; why: string } | null;
  /** Whose record a supervisor corrects; null = the reader's own. */
  corrects: string | null;
}

/** A contact record: to finish, to change, or only to read. */
export function RecordPage({ frame, title, form, shown, corrects }: RecordPageProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={title} script="record" wrong={form?.wrong != null}>
      <div class="narrow">
        <p>
          <a href="/staff/records">{t("staff.records.back")}</a>
        </p>
        <h1>{title}</h1>
        {corrects !== null && <p class="note warn">{t("staff.record.corrects", { alias: corrects })}</p>}
        {shown && <Shown t={t} {...shown} />}
        {form && (
          <RecordForm {...form} t={t} id="record" live={false}>
            {form.byHand && <ContactFields t={t} byHand={form.byHand} wrong={form.wrong} />}
          </RecordForm>
        )}
      </div>
    </StaffSheet>
  );
}

function Shown({ t, coded, note, why }: { t: Translate; coded: RecordCoded; note: string | null; why: string }) {
  return (
    <>
      <p class="note">{why}</p>
      <RecordFacts t={t} coded={coded} />
      {note !== null && note !== "" && (
        <>
          <h2>{t("staff.record.note")}</h2>
          <p class="kept-note" dir="auto">
            {note}
          </p>
        </>
      )}
    </>
  );
}

function ContactFields({ t, byHand, wrong }: { t: Translate; byHand: ByHand; wrong: RecordFormProps["wrong"] }) {
  const sentenceOf = (field: string) => (wrong?.field === field ? wrong.sentence : null);
  const isOneLine = byHand.lines.length === 1;
  return (
    <div>
      {byHand.clientId !== null && <input type="hidden" name="client_id" value={byHand.clientId} />}
      <fieldset class="ways" id="record-channel" aria-describedby="record-wrong-channel">
        <legend>{t("staff.record.channel")}</legend>
        <div class="row-of">
          {byHand.channels.map((one) => (
            <label class="check">
              <input type="radio" name="channel" value={one} checked={one === byHand.channel} />
              <span>{t(`staff.record.channel.${one}`)}</span>
            </label>
          ))}
        </div>
        <Wrong field="channel" sentence={sentenceOf("channel")} />
      </fieldset>
      <div class="picks">
        <label for="record-day">
          <span>{t("staff.record.day")}</span>
          <input
            type="date"
            id="record-day"
            name="day"
            value={byHand.day}
            min={byHand.firstDay}
            max={byHand.lastDay}
            aria-invalid={sentenceOf("day") ? "true" : undefined}
            aria-describedby="record-wrong-day"
          />
        </label>
        {isOneLine ? (
          <input type="hidden" name="line" value={byHand.lineId} />
        ) : (
          <label for="record-line">
            <span>{t("staff.record.line")}</span>
            <select id="record-line" name="line">
              {byHand.lines.map(({ id, name }) => (
                <option value={id} selected={id === byHand.lineId}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Wrong field="day" sentence={sentenceOf("day")} />
    </div>
  );
}

function Wrong({ field, sentence }: { field: string; sentence: string | null }) {
  return (
    <p class="wrong" id={`record-wrong-${field}`} role={sentence ? "alert" : undefined}>
      {sentence}
    </p>
  );
}
