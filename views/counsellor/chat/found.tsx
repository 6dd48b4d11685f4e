import type { Caution } from "#src/directory/care/guard.ts";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Openness } from "#src/directory/search/openness.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon, type IconName } from "#views/parts/icons.tsx";
import { longDates } from "#views/parts/times/days.ts";
import { when, whenEnds } from "../when.ts";

export interface FoundPlace {
  card: ShownCard;
  cautions: Caution[];
  /** Day it was last verified or entered: "2026-11-03". */
  since: string;
  ticked: boolean;
}

interface RowProps {
  t: Translate;
  id: number;
  place: FoundPlace;
  zone: string;
  now: number;
}

/** A found entry: what it is, whether someone is there, how to reach it, and what to know before sending it. */
export function FoundRow({ t, id, place, zone, now }: RowProps) {
  const { card } = place;
  const box = `place-${id}-${card.id}`;
  return (
    <li class="found-row" id={`row-${id}-${card.id}`}>
      <input
        type="checkbox"
        class="asks"
        id={box}
        name="service"
        value={card.id}
        checked={place.ticked}
        aria-describedby={`about-${box} facts-${box}`}
      />
      <div>
        <label for={box}>
          <b dir="auto">{card.name}</b>
          {card.organization !== "" && <span dir="auto">{card.organization}</span>}
        </label>
        <div id={`about-${box}`}>
          <p>
            <OpennessMark t={t} openness={card.openness} zone={zone} now={now} />
          </p>
          {card.summary !== "" && <p dir="auto">{card.summary}</p>}
          {cautionsInWords(t, place, isLoud).map((words) => (
            <Note icon="urgent" words={words} />
          ))}
          {card.alert !== "" && <Note icon="info" words={card.alert} />}
        </div>
        <div class="found-end">
          <p class="soft" id={`facts-${box}`}>
            {[...facts(t, card), ...cautionsInWords(t, place, isQuiet)].join(" · ")}
          </p>
          <Report t={t} id={id} place={card} />
        </div>
      </div>
    </li>
  );
}

/** Closed now already stands beside the name. */
type Said = Exclude<Caution, "closed_now">;
const isSaid = (caution: Caution): caution is Said => caution !== "closed_now";
/** After an import it is true of every entry, and a real problem must not be lost among them. */
const isQuiet = (caution: Said) => caution === "unchecked";
const isLoud = (caution: Said) => !isQuiet(caution);

function cautionsInWords(t: Translate, { cautions, since }: FoundPlace, which: (one: Said) => boolean): string[] {
  const date = longDates(t.language, since, since);
  return cautions
    .filter(isSaid)
    .filter(which)
    .map((caution) => t(`staff.referral.warning.${caution}`, { date }));
}

/** What to know of the entries on the card, beside Send: their rows may be out of sight by then. */
export function CardCautions({ t, places }: { t: Translate; places: FoundPlace[] }) {
  return (
    <>
      {places.flatMap((place) =>
        cautionsInWords(t, place, isSaid).map((words) => <Note icon="urgent" words={`${place.card.name}: ${words}`} />),
      )}
    </>
  );
}

function Note({ icon, words }: { icon: IconName; words: string }) {
  return (
    <p class="caution" dir="auto">
      <Icon name={icon} />
      <span>{words}</span>
    </p>
  );
}

function Report({ t, id, place }: { t: Translate; id: number; place: { id: string; name: string } }) {
  const address = `/staff/conversation/${id}/referrals/report?service=${place.id}`;
  return (
    <a
      class="report"
      id={`report-${id}-${place.id}`}
      href={address}
      hx-get={address}
      hx-target={`#reporting-${id}`}
      hx-select="#report"
      hx-swap="innerHTML"
    >
      {t("staff.report.open")}
      <span class="sr"> {place.name}</span>
    </a>
  );
}

function OpennessMark(props: { t: Translate; openness: Openness | null; zone: string; now: number }) {
  const state = props.openness?.state ?? "unknown";
  const looks = ({ open: ["ok", "connected"], closed: ["soft", "away"], unknown: ["soft", "info"] } as const)[state];
  return (
    <span class={`state ${looks[0]}`}>
      <Icon name={looks[1]} />
      <span>{opennessWords(props)}</span>
    </span>
  );
}

function opennessWords(props: { t: Translate; openness: Openness | null; zone: string; now: number }): string {
  const { t, openness, zone, now } = props;
  if (openness === null || openness.state === "unknown") return t("staff.found.unknown");
  if (openness.state === "open") {
    return openness.until === null
      ? t("card.open")
      : t("staff.found.open_until", { when: whenEnds(t, openness.until, now, zone) });
  }
  return openness.next === null
    ? t("card.closed")
    : t("staff.found.opens", { when: when(t, openness.next, now, zone) });
}

function facts(t: Translate, { ways, free, anonymous }: ShownCard): string[] {
  const kinds = [...new Set(ways.map(({ kind }) => kind))];
  return [
    ...kinds.map((kind) => t(`card.kind.${kind}`)),
    ...(free ? [t("card.free")] : []),
    ...(anonymous ? [t("card.anonymous")] : []),
  ];
}
