import type { Translate } from "#src/i18n/i18n.ts";
import type { Exercise, ShownWaitCard } from "#src/settings/texts/meanwhile.ts";

interface MeanwhileProps {
  t: Translate;
  cards: ShownWaitCard[];
}

/** The pace is only drawn: people who want no motion, or hear the page, have the words. */
const Breath = ({ t }: { t: Translate }) => (
  <>
    <p>{t("youth.meanwhile.breath.how")}</p>
    <div class="pace" aria-hidden="true">
      <i />
      <p>
        <span>{t("youth.meanwhile.breath.in")}</span>
        <span>{t("youth.meanwhile.breath.out")}</span>
      </p>
    </div>
    <p class="soft">{t("youth.meanwhile.breath.stop")}</p>
  </>
);

const Senses = ({ t }: { t: Translate }) => (
  <>
    <p>{t("youth.meanwhile.senses.how")}</p>
    <ol>
      <li>{t("youth.meanwhile.senses.see")}</li>
      <li>{t("youth.meanwhile.senses.feel")}</li>
      <li>{t("youth.meanwhile.senses.hear")}</li>
      <li>{t("youth.meanwhile.senses.smell")}</li>
      <li>{t("youth.meanwhile.senses.good")}</li>
    </ol>
  </>
);

const toDo: Record<Exercise, typeof Breath> = { breath: Breath, senses: Senses };

const Words = ({ text }: { text: string }) => (
  <>
    {text.split("\n").map((line) => (
      <p dir="auto">{line}</p>
    ))}
  </>
);

const Topic = ({ t, card }: { t: Translate; card: ShownWaitCard }) => {
  const Exercise = card.kind === "card" ? null : toDo[card.kind];
  return (
    <details>
      <summary dir="auto">{card.kind === "card" ? card.title : t(`youth.meanwhile.${card.kind}.title`)}</summary>
      {Exercise ? <Exercise t={t} /> : <Words text={card.kind === "card" ? card.text : ""} />}
    </details>
  );
};

/** Something to do while waiting, called automatic first. Open, it stays when someone comes, so that nothing moves. */
export const Meanwhile = ({ t, cards }: MeanwhileProps) =>
  cards.length > 0 ? (
    <details id="meanwhile">
      <summary>
        <span>
          <strong>{t("youth.meanwhile.title")}</strong> <span class="soft">{t("youth.meanwhile.automatic")}</span>
        </span>
      </summary>
      {cards.map((card) => (
        <Topic t={t} card={card} />
      ))}
    </details>
  ) : null;
