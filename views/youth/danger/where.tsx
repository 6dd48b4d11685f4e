import type { SaidLine } from "#src/settings/rules/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { EmergencyWays } from "#views/parts/emergency.tsx";

interface WhereProps {
  frame: YouthFrame;
  /** Whom to call in danger, and the ways for whoever cannot talk aloud. */
  ways: SaidLine[];
  /** What was typed and not taken. */
  place: string;
  /** The longest answer, characters. */
  most: number;
  clientId: string;
  /** Why it was not taken, in words. */
  wrong: string | null;
}

/** Where they are: to be said, or not. Two buttons of the same size: neither is the right one. */
export const Where = ({ frame, ways, place, most, clientId, wrong }: WhereProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.where.title")}</h1>
        <p>{t("youth.where.lead")}</p>
        <form class="card" method="post" action="/where" autocomplete="off">
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
          <button class="big">{t("youth.where.send")}</button>
          <button class="big line" name="do" value="keep">
            {t("youth.where.keep")}
          </button>
          <p class="soft">{t("youth.where.after")}</p>
        </form>
        <section class="card">
          <h2>{t("youth.help.danger")}</h2>
          <EmergencyWays lines={ways} />
        </section>
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};
