import type { Key, Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";

/** The way to the question below, from wherever the chat can be reached. Scripts show it beside what is being written (static/words.js). */
export const ClearOffer = ({ t }: { t: Translate }) => (
  <form method="post" action="/clear">
    <input type="hidden" name="sure" value="no" />
    <button class="plain" name="see">
      {t("rules.clear.offer")}
    </button>
  </form>
);

const gone = ["rules.clear.gone_words", "rules.clear.gone_notes"] as const satisfies Key[];

interface ClearProps {
  frame: YouthFrame;
  /** The chat is not over. */
  goesOn: boolean;
  /** How long it can be in a copy that was made before an update, days. */
  copyDays: number;
  pass?: string;
}

/**
 * Asked once, before a chat is deleted: what goes, what stays, and that nobody can undo it. `pass`: it is not the chat of this browser,
 * but one whose code was typed.
 */
export const Clear = ({ frame, goesOn, copyDays, pass }: ClearProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("rules.clear.title")}</h1>
        <article class="card">
          <p>{t("rules.clear.gone")}</p>
          <ul>
            {gone.map((key) => (
              <li>{t(key)}</li>
            ))}
          </ul>
        </article>
        <p>{t("rules.clear.stays")}</p>
        {goesOn && <p>{t("rules.clear.ends")}</p>}
        <p>
          {t("rules.clear.final")} {t("rules.kept.copies", { days: copyDays })}
        </p>
        <p>{t("rules.clear.kept")}</p>
        <form method="post" action={pass === undefined ? "/clear" : "/back"} target="_top">
          {pass !== undefined && (
            <>
              <input type="hidden" name="pass" value={pass} />
              <input type="hidden" name="want" value="clear" />
            </>
          )}
          <input type="hidden" name="sure" value="yes" />
          <button class="big">{t("rules.clear.yes")}</button>
        </form>
        <p>
          <a class="big line" href={`/${frame.query}`}>
            {t("rules.clear.no")}
          </a>
        </p>
      </div>
    </YouthPage>
  );
};

/** It is deleted. The same for everybody, so that it gives nothing away. */
export const Cleared = ({ frame }: { frame: YouthFrame }) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("rules.clear.done")}</h1>
        <p>{t("rules.clear.done_text")}</p>
        <p class="soft">{t("rules.clear.done_browser")}</p>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};
