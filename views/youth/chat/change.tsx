import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords } from "#views/parts/told/kept.tsx";

interface ChangeProps {
  frame: YouthFrame;
  boxes: ChangeBox[];
  refused: string | null;
  /** Words whose box is gone, to be copied. */
  kept: string | null;
}

/** A message to change. */
export interface ChangeBox {
  name: string;
  seq: number;
  words: string;
  /** Tells what stood there, so that an untouched box changes nothing. */
  was: string;
  wrong: string | null;
}

const Own = ({ t, box, n, count }: { t: Translate; box: ChangeBox; n: number; count: number }) => {
  const { seq, name, words, was, wrong } = box;
  return (
    <>
      {wrong !== null && (
        <p id={`wrong-${seq}`} role="alert">
          {wrong}
        </p>
      )}
      <p>
        <input type="hidden" name={`was-${seq}`} value={was} />
        <label for={name}>{count > 1 ? t("youth.change.label_of", { n, count }) : t("youth.change.label")}</label>
        <textarea
          id={name}
          name={name}
          rows={3}
          dir="auto"
          autocomplete="off"
          aria-invalid={wrong === null ? undefined : "true"}
          aria-describedby={wrong === null ? undefined : `wrong-${seq}`}
        >
          {words}
        </textarea>
      </p>
    </>
  );
};

/** What someone wrote while waiting, until a counsellor has it. One form, so that no box loses what another has. */
export const Change = ({ frame, boxes, refused, kept }: ChangeProps) => {
  const { t } = frame;
  const count = boxes.length;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.change.title")}</h1>
        {refused !== null && <p role="alert">{refused}</p>}
        {kept !== null && <KeptWords t={t} words={kept} />}
        {count === 0 && refused === null && <p>{t("youth.change.too_late")}</p>}
        {count > 0 && (
          <>
            <p>{t("youth.change.lead")}</p>
            <p class="soft">{t("youth.change.empty")}</p>
            <form class="card" method="post" action="/change" autocomplete="off">
              {boxes.map((box, i) => (
                <Own t={t} box={box} n={i + 1} count={count} />
              ))}
              <button class="big">{t("youth.change.save")}</button>
            </form>
          </>
        )}
        <WayBack frame={frame} secondary={boxes.length > 0} />
      </div>
    </YouthPage>
  );
};
