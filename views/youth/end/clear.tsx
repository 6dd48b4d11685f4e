import type { Key, Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { AfterDanger, type CallAfter } from "#views/youth/danger/danger.tsx";

const gone = ["rules.clear.gone_words", "rules.clear.gone_notes"] as const satisfies Key[];

interface ClearProps {
  frame: YouthFrame;
  goesOn: boolean;
  /** How long it can be in a copy that was made before an update. */
  copyDays: number;
  stays: StaysAfter;
  pass?: string;
}

/** What stays of a deleted chat for a while, as the person deleting it may know. */
export interface StaysAfter {
  /** In danger: readable for so many hours at most. */
  readHours: number | null;
  /** They complained: kept until someone has looked, and so many days after. */
  concernDays: number | null;
  hasAnswerCode: boolean;
}

/** In danger the same with or without an emergency: someone who hurts them may hold the phone. */
function staysText(t: Translate, { readHours, concernDays }: StaysAfter): string[] {
  const read =
    readHours === null ? [] : [t("youth.danger.delete", { hours: readHours }), t("rules.clear.in_emergency")];
  return concernDays === null ? read : [...read, t("rules.clear.if_concern", { days: concernDays })];
}

/** Asked once, before a chat is deleted: what goes, what stays, and that it is final. `pass`: its code was typed elsewhere. */
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
  /** null = not in danger. */
  call: CallAfter | null;
}

/** It is deleted, or will be after the danger. Otherwise the same for everyone, so that it gives nothing away. */
export const Cleared = ({ frame, readHours, call }: ClearedProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        {call && <AfterDanger t={t} query={frame.query} danger={call} />}
        <h1>{t("rules.clear.done")}</h1>
        <p>{readHours === null ? t("rules.clear.done_text") : t("rules.clear.danger_done", { hours: readHours })}</p>
        <p class="soft">{t("rules.clear.done_browser")}</p>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};
