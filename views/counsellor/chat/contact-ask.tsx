import type { ContactReason } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

const reasons = ["place", "agreed", "none"] as const satisfies ContactReason[];

/** Asks why it is sent all the same; console.js shows it in the form of the chat. */
export function ContactWhy({ t, id, hidden = false }: { t: Translate; id: number; hidden?: boolean }) {
  return (
    <div class="field contact-why" hidden={hidden}>
      <label for={`contact-${id}`}>{t("staff.contact.why")}</label>
      <select id={`contact-${id}`} name="contact">
        <option value="">{t("staff.contact.choose")}</option>
        {reasons.map((one) => (
          <option value={one}>{t(`staff.contact.reason.${one}`)}</option>
        ))}
      </select>
    </div>
  );
}

/** Without scripts: asks for a reason before sending what looks like a way to reach its writer outside. */
export function ContactAsk(props: {
  frame: StaffFrame;
  id: number;
  clientId: string;
  text: string;
  kept: string[];
  sentence: string;
}) {
  const { frame, id, clientId, text, kept, sentence } = props;
  const { t } = frame;
  const action = `/staff/conversation/${id}/send`;
  return (
    <StaffSheet frame={frame} title={t("staff.contact.title")} wrong>
      <div class="narrow">
        <h1>{t("staff.contact.title")}</h1>
        <p class="lead" data-refused="">
          {sentence}
        </p>
        <form class="fields" method="post" action={action}>
          <input type="hidden" name="client_id" value={clientId} />
          {kept.map((draft) => (
            <input type="hidden" name="kept" value={draft} />
          ))}
          <div class="field">
            <label for="text">{t("staff.contact.words")}</label>
            <textarea id="text" name="text" rows={4} dir="auto" required>
              {text}
            </textarea>
          </div>
          <ContactWhy t={t} id={id} />
          <p class="hint">{t("staff.contact.flagged")}</p>
          <button type="submit" class="main">
            {t("staff.composer.send")}
          </button>
        </form>
        <p>
          <a href={`/staff/conversation/${id}`}>{t("staff.contact.back")}</a>
        </p>
      </div>
    </StaffSheet>
  );
}
