import type { OfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import type { Urgency } from "#src/conversation/safety/urgent.ts";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { Hindrance, OtherLine } from "#src/queue/handover/hand-over.ts";
import type { SeatsNow } from "#src/queue/handover/seats.ts";
import { UrgentIn } from "#views/counsellor/safety/urgent-in.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { when } from "../when.ts";

export type OfferField = keyof OfferForm;

export interface Handing {
  receivers: { id: number; alias: string; not: Hindrance }[];
  lines: OtherLine[];
  /** What can be asked in the chat, in the young person's language. */
  question: string;
  language: Language;
  form: OfferForm;
  wrong: { field: OfferField; sentence: string } | null;
}

interface HandoverProps {
  t: Translate;
  chat: { id: number; ended: unknown; seats: SeatsNow; urgent: Urgency | null };
  handing: Handing;
  now: number;
}

/** The tab for handing over: to whom, with what words, and whether the young person agreed. */
export function Handover(props: HandoverProps) {
  const { t, chat } = props;
  return (
    <div class="handover" id={`handover-${chat.id}`}>
      <UrgentIn t={t} urgent={chat.urgent} />
      {chat.seats.offer ? <OpenOffer {...props} offer={chat.seats.offer} /> : <OfferFields {...props} />}
      <p class="soft">{t("staff.handover.lead")}</p>
    </div>
  );
}

function OpenOffer({ t, chat, offer, now }: HandoverProps & { offer: NonNullable<SeatsNow["offer"]> }) {
  const action = `/staff/conversation/${chat.id}/handover/withdraw`;
  return (
    <form method="post" action={action} {...answersInPlace(chat.id, action)}>
      <p role="status">
        <Icon name="waiting" /> {t("staff.handover.offered", { alias: offer.to })} <Ago t={t} at={offer.at} now={now} />
      </p>
      <button type="submit" class="second" id={`withdraw-${chat.id}`}>
        {t("staff.handover.withdraw")}
      </button>
    </form>
  );
}

/** The answer replaces the form: what is true now, or the same form with what is wrong. */
function answersInPlace(id: number, action: string) {
  return {
    "hx-post": action,
    "hx-target": `#handover-${id}`,
    "hx-swap": "outerMorph",
    "hx-status:422": "swap:outerMorph",
  };
}

function OfferFields({ t, chat, handing, now }: HandoverProps) {
  const { id, seats } = chat;
  const { form, receivers, lines } = handing;
  const action = `/staff/conversation/${id}/handover`;
  const nobody = lines.every(({ not }) => not !== null) && receivers.every(({ not }) => not !== null);
  return (
    <form class="offer-form" data-id={id} method="post" action={action} {...answersInPlace(id, action)}>
      {seats.declined !== null && (
        <p class="warn" role="status">
          {t("staff.handover.declined", { alias: seats.declined })}
        </p>
      )}
      <blockquote class="asking" lang={handing.language}>
        {handing.question}
      </blockquote>
      <button type="button" class="second" data-say={handing.question} data-id={id} hidden>
        {t("staff.handover.use")}
      </button>
      <fieldset id={`receivers-${id}`}>
        <legend>{t("staff.handover.to")}</legend>
        {nobody && <p>{t("staff.handover.nobody")}</p>}
        {receivers.map(({ id: staffId, alias, not }) => (
          <label class="check">
            <input
              type="radio"
              name="to"
              value={`staff-${staffId}`}
              checked={form.to === `staff-${staffId}`}
              disabled={not !== null}
              {...invalid(handing, id, "to")}
            />
            <span>
              {alias}
              {not !== null && <small> {t(`staff.handover.not.${not}`)}</small>}
            </span>
          </label>
        ))}
        {lines.map((line) => (
          <label class="check">
            <input
              type="radio"
              name="to"
              value={`line-${line.id}`}
              checked={form.to === `line-${line.id}`}
              disabled={line.not !== null}
              {...invalid(handing, id, "to")}
            />
            <span dir="auto">
              {t("staff.handover.line", { name: line.name })}
              {line.not && <small> {shut(t, line, now)}</small>}
            </span>
          </label>
        ))}
        <Wrong handing={handing} id={id} field="to" />
      </fieldset>
      <div>
        <label for={`summary-${id}`}>{t("staff.handover.summary")}</label>
        <p class="soft" id={`summary-hint-${id}`}>
          {t("staff.handover.summary_hint")}
        </p>
        <textarea
          id={`summary-${id}`}
          name="summary"
          rows={4}
          dir="auto"
          autocomplete="off"
          aria-invalid={handing.wrong?.field === "summary" ? "true" : undefined}
          aria-describedby={`summary-hint-${id} wrong-summary-${id}`}
        >
          {form.summary}
        </textarea>
        <Wrong handing={handing} id={id} field="summary" />
      </div>
      <fieldset>
        <legend>{t("staff.handover.agreed")}</legend>
        {(["yes", "no"] as const).map((answer) => (
          <label class="check">
            <input
              type="radio"
              name="agreed"
              value={answer}
              checked={form.agreed === answer}
              {...invalid(handing, id, "agreed")}
            />
            <span>{t(`staff.handover.agreed.${answer}`)}</span>
          </label>
        ))}
        <Wrong handing={handing} id={id} field="agreed" />
        <div class="not-asked">
          <label for={`reason-${id}`}>{t("staff.handover.reason")}</label>
          <input
            id={`reason-${id}`}
            name="reason"
            value={form.reason}
            dir="auto"
            autocomplete="off"
            {...invalid(handing, id, "reason")}
          />
          <Wrong handing={handing} id={id} field="reason" />
        </div>
      </fieldset>
      <button type="submit" class="main" id={`offer-now-${id}`}>
        {t("staff.handover.title")}
      </button>
    </form>
  );
}

function shut(t: Translate, { not, zone }: OtherLine, now: number): string {
  const { door, until } = not!;
  if (until === null) return t(`staff.handover.not.${door}`);
  return t(`staff.handover.not.${door}_until`, { when: when(t, until, now, zone) });
}

function invalid({ wrong }: Handing, id: number, field: OfferField) {
  return wrong?.field === field
    ? ({ "aria-invalid": "true", "aria-describedby": `wrong-${field}-${id}` } as const)
    : {};
}

function Wrong({ handing: { wrong }, id, field }: { handing: Handing; id: number; field: OfferField }) {
  const said = wrong?.field === field ? wrong.sentence : null;
  return (
    <p class="wrong" id={`wrong-${field}-${id}`} role={said === null ? undefined : "alert"} data-refused={said && ""}>
      {said}
    </p>
  );
}
