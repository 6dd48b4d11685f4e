import type { Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { EmergencyWays } from "#views/parts/emergency.tsx";

interface WhereFormProps {
  t: Translate;
  number: string;
  place: string;
  /** Characters. */
  most: number;
  clientId: string;
  wrong: string | null;
}

interface WhereProps extends Omit<WhereFormProps, "t"> {
  frame: YouthFrame;
  ways: SaidLine[];
}

/** Asks where they are, by two buttons of the same size: neither is the right one. */
export const Where = ({ frame, ways, ...form }: WhereProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.where.title")}</h1>
        <p>{t("youth.where.lead")}</p>
        <WhereForm t={t} {...form} />
        <section class="card">
          <h2>{t("youth.help.danger")}</h2>
          <EmergencyWays lines={ways} />
        </section>
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};

/** The script sends the tap until it is heard; until then what is hidden here shows (youth-danger.css). */
export const WhereForm = ({ t, number, place, most, clientId, wrong }: WhereFormProps) => (
  <form id="where" class="card" method="post" action="/where" autocomplete="off">
    {wrong !== null && (
      <p id="where-wrong" role="alert">
        {wrong}
      </p>
    )}
    <div>
      <input type="hidden" name="client_id" value={clientId} />
      <label for="place">{t("youth.where.label")}</label>
      <textarea
        id="place"
        name="place"
        rows={2}
        dir="auto"
        autocomplete="off"
        maxlength={most}
        aria-invalid={wrong === null ? undefined : "true"}
        aria-describedby={wrong === null ? undefined : "where-wrong"}
      >
        {place}
      </textarea>
    </div>
    <button class="big" name="value" value="say">
      {t("youth.where.send")}
    </button>
    <button class="big line" name="value" value="keep">
      {t("youth.where.keep")}
    </button>
    <p role="status" hidden>
      {t("youth.where.sending", { number })}
    </p>
    <p class="soft">{t("youth.where.after")}</p>
  </form>
);

/** It was said, and stands in the chat. */
export const WhereSaid = ({ t }: { t: Translate }) => (
  <p id="where" class="card">
    <strong>{t("youth.where.said")}</strong>
  </p>
);
