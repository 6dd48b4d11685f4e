import type { StarterPlace } from "#src/directory/care/starter/starter.ts";
import type { Method } from "#src/directory/care/verification.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { countryName } from "#views/parts/fields/countries.ts";
import { longDates } from "#views/parts/times/days.ts";

type Seen = Pick<StarterPlace, "source" | "doubt">;

export interface OfferedPlace extends Seen {
  id: string;
  name: string;
  summary: string;
  first: StarterPlace["first"];
  ways: string[];
  topics: string[];
}

/** What someone who checks a starter place has to know. */
export interface StarterFacts extends Seen {
  hours: string;
  languages: string;
  isEmergency: boolean;
  methods: readonly Method[];
}

interface StarterProps {
  frame: StaffFrame;
  country: string;
  countries: string[];
  places: OfferedPlace[];
  wrong: string | null;
}

/** The places that Porchlight knows of in a country, all ticked, to be added and then checked one by one. */
export function Starter({ frame, country, countries, places, wrong }: StarterProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.starter.title")} here="directory" wrong={wrong !== null}>
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
        <a href="/admin/directory?show=week">{t("admin.directory.heap.week")}</a>
      </nav>
      <h1>{t("admin.starter.title")}</h1>
      <p class="lead">{t("admin.starter.lead")}</p>
      <form method="get" action="/admin/directory/starter" class="field">
        <label for="country">{t("admin.entry.country")}</label>
        <div class="row-of">
          <select id="country" name="country">
            {countries.map((one) => (
              <option value={one} selected={one === country}>
                {countryName(t, one)}
              </option>
            ))}
          </select>
          <button type="submit" class="second">
            {t("admin.starter.show")}
          </button>
        </div>
      </form>
      {places.length === 0 ? (
        <p role="status">{t("admin.starter.none")}</p>
      ) : (
        <Offer {...{ t, country, places, wrong }} />
      )}
    </StaffSheet>
  );
}

interface OfferProps extends Pick<StarterProps, "country" | "places" | "wrong"> {
  t: Translate;
}

function Offer({ t, country, places, wrong }: OfferProps) {
  return (
    <form method="post" action="/admin/directory/starter" class="fields">
      <input type="hidden" name="country" value={country} />
      {wrong !== null && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <button type="submit" class="main">
        {t("admin.starter.add")}
      </button>
      <fieldset>
        <legend>{t("admin.directory.places", { n: places.length })}</legend>
        {places.map((place) => (
          <Offered t={t} place={place} isTicked={wrong === null} />
        ))}
      </fieldset>
      <button type="submit" class="main">
        {t("admin.starter.add")}
      </button>
    </form>
  );
}

function Offered({ t, place, isTicked }: { t: Translate; place: OfferedPlace; isTicked: boolean }) {
  const { id, name, summary, first, ways, topics, doubt, source } = place;
  const facts = [...(first === null ? [] : [t("admin.starter.first")]), ...topics];
  return (
    <label class="check">
      <input type="checkbox" name="place" value={id} checked={isTicked} />
      <span dir="auto">
        <b>{name}</b>
        {` ${ways.join(" · ")}`}
        <small>{summary}</small>
        <small>{facts.join(" · ")}</small>
        <small>{seenInWords(t, { doubt, source })}</small>
      </span>
    </label>
  );
}

/** What is known of a starter place, before the buttons that say that it is right. */
export function ToCheck({ t, facts }: { t: Translate; facts: StarterFacts }) {
  const { hours, languages, isEmergency, source } = facts;
  return (
    <div class="soft small">
      {isEmergency && <p class="note warn">{t("admin.starter.no_test_call")}</p>}
      <p dir="auto">{[hours, languages].filter((one) => one !== "").join(" · ")}</p>
      <p>
        {seenInWords(t, facts)}{" "}
        <a href={source.url} rel="noreferrer noopener" target="_blank">
          {t("admin.starter.source")}
        </a>
      </p>
    </div>
  );
}

function seenInWords(t: Translate, { source, doubt }: Seen): string {
  const { date, confidence } = source;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date);
  const said = isDay ? longDates(t.language, date, date) : date;
  const when = said === "" ? t("admin.starter.undated") : said;
  const kind = confidence === "secondary list" ? "list" : confidence;
  return [t(`admin.starter.seen.${kind}`, { when }), doubt].filter((one) => one !== "").join(" ");
}
