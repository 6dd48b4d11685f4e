import type { Key, Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { AfterDanger, type WhomToCall } from "#views/youth/danger/danger.tsx";

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
  stays: StaysAfter;
  pass?: string;
}

/** What of a chat stays with us for a while when it is deleted, as whoever deletes it may know. */
export interface StaysAfter {
  /** They are in danger: for so many hours at most it can still be read; null = they are not. */
  readHours: number | null;
  /** They said that something was wrong: it is kept until somebody has looked, and so many days after; null = they did not. */
  concernDays: number | null;
  /** They have a code for an answer to that. */
  hasAnswerCode: boolean;
}

/** By what applies. In danger the same whether an emergency was declared or not: whoever hurts them may hold the phone. */
function staysText(t: Translate, { readHours, concernDays }: StaysAfter): string[] {
  const read =
    readHours === null ? [] : [t("youth.danger.delete", { hours: readHours }), t("rules.clear.in_emergency")];
  return concernDays === null ? read : [...read, t("rules.clear.if_concern", { days: concernDays })];
}

/**
 * Asked once, before a chat is deleted: what goes, what stays, and that nobody can undo it. `pass`: it is not the chat of this browser,
 * but one whose code was typed.
 */
export const Clear = ({ frame, goesOn, copyDays, stays, pass }: ClearProps) => {
  const { t } = frame;
  const said = staysText(t, stays);
  const isAtOnce = said.length === 0;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("rules.clear.title")}</h1>
        {!isAtOnce && <p>{said.join(" ")}</p>}
        {stays.hasAnswerCode && <p>{t("rules.clear.answer_code")}</p>}
        <article class="card">
          <p>{t(isAtOnce ? "rules.clear.gone" : "rules.clear.gone_later")}</p>
          <ul>
            {gone.map((key) => (
              <li>{t(key)}</li>
            ))}
          </ul>
        </article>
        <p>{t("rules.clear.stays")}</p>
        {goesOn && <p>{t(stays.readHours === null ? "rules.clear.ends" : "rules.clear.danger_ends")}</p>}
        <p>
          {t("rules.clear.final")} {t("rules.kept.copies", { days: copyDays })}
        </p>
        {isAtOnce && <p>{t("rules.clear.kept")}</p>}
        <form method="post" action={pass === undefined ? "/clear" : "/back"} target="_top">
          {pass !== undefined && (
            <>
              <input type="hidden" name="pass" value={pass} />
              <input type="hidden" name="want" value="clear" />
            </>
          )}
          <input type="hidden" name="sure" value="yes" />
          <button class="big">{t(isAtOnce ? "rules.clear.yes" : "rules.clear.yes_later")}</button>
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

interface ClearedProps extends Pick<ClearProps, "frame">, Pick<StaysAfter, "readHours"> {
  /** Whom to call, where they are in danger; null where they are not. */
  call: WhomToCall | null;
}

/** It is deleted, or will be when the danger is over. Else the same for everybody, so that it gives nothing away. */
export const Cleared = ({ frame, readHours, call }: ClearedProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        {call && <AfterDanger t={t} danger={call} />}
        <h1>{t("rules.clear.done")}</h1>
        <p>{readHours === null ? t("rules.clear.done_text") : t("rules.clear.danger_done", { hours: readHours })}</p>
        <p class="soft">{t("rules.clear.done_browser")}</p>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};
