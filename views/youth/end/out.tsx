import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Go, hostOf } from "#views/parts/card.tsx";
import { type Looked, Looking } from "#views/parts/told/looking.tsx";

interface OutProps {
  frame: YouthFrame;
  /** From the directory, never from the address. */
  link: string;
  looked: Looked;
}

/** Shown before a tap leads to another site: which one, and what it may leave behind. */
export const Out = ({ frame: { t, ...frame }, link, looked }: OutProps) => (
  <YouthPage frame={{ t, ...frame }}>
    <div class="narrow">
      <h1>{t("youth.out.title")}</h1>
      <p class="next" dir="ltr">
        {hostOf(link)}
      </p>
      <p>{t("youth.out.text")}</p>
      <Go t={t} link={link} />
      <Looking query={frame.query} looked={looked}>
        <button class="way">{t("youth.out.back")}</button>
      </Looking>
    </div>
  </YouthPage>
);
