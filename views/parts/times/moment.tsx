import type { Key, Translate, Values } from "#src/i18n/i18n.ts";
import { endTime, howSoon, wallTime, when, zoneName } from "#src/i18n/when.ts";

interface MomentProps {
  t: Translate;
  /** Its `<strong>` marks the words for the moment. */
  text: Key;
  values?: Values;
  at: number;
  zone: string;
}

/** A sentence with a moment in it: names its clock without scripts, or where the reader's own differs, with that time too. */
export const Moment = ({ t, text, values, at, zone }: MomentProps) => (
  <>
    {t.parts(text, { time: t.time(at, zone), ...values }).map(({ tag, text }) =>
      tag === "strong" ? (
        <>
          <time
            datetime={wallTime(at, zone)}
            data-yours={t("when.yours", { zone: zoneName(t.language, zone, at), time: "*" })}
          >
            {text}
          </time>
          <noscript> ({zoneName(t.language, zone, at)})</noscript>
        </>
      ) : (
        text
      ),
    )}
  </>
);

/** A sentence with the moment in it when something ends. */
export const Ends = (props: MomentProps) => {
  const { t, at, zone, values } = props;
  return <Moment {...props} values={{ time: endTime(t, at, zone), ...values }} />;
};

interface NextProps {
  t: Translate;
  at: number;
  now: number;
  zone: string;
}

/** When it goes on: day, clock time, and how far away that is if it is near. */
export const Next = ({ t, at, now, zone }: NextProps) => {
  const relative = howSoon(t, at, now);
  const values = { when: when(t, at, now, zone), relative: relative ?? "" };
  return (
    <Moment t={t} text={relative ? "youth.next.back_soon" : "youth.next.back"} values={values} at={at} zone={zone} />
  );
};
