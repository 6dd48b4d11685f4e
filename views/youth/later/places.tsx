import type { ShownCard } from "#src/directory/entry/card.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Card } from "#views/parts/card.tsx";
import { Looking } from "#views/parts/told/looking.tsx";

interface PlacesProps {
  t: Translate;
  places: ShownCard[];
  query: string;
}

/** The entry's own page has more ways. */
const maxWays = 3;

const Cards = ({ t, places, query, alone = false }: PlacesProps & { alone?: boolean }) => (
  <Looking query={query}>
    {places.map((card) => (
      <Card t={t} card={card} leaving="page" brief most={maxWays} alone={alone} />
    ))}
  </Looking>
);

/** The way to all entries. */
export const AllPlaces = ({ t, query }: Omit<PlacesProps, "places">) => (
  <p>
    <a href={`/other${query}`}>{t("youth.frame.other")}</a>
  </p>
);

/** Open entries for someone who cannot be helped here now; if none is open, the way to all, which the foot of the page has too. */
export const OpenPlaces = (props: PlacesProps) => (
  <section id="places" class="narrow">
    {props.places.length > 0 ? (
      <>
        <h2>{props.t("youth.other.now")}</h2>
        <Cards {...props} />
      </>
    ) : (
      <AllPlaces {...props} />
    )}
  </section>
);

/** The same beside the line, folded, as someone who waits came for something else; empty in a chat. */
export const PlacesMeanwhile = (props: PlacesProps) => (
  <div id="places">
    {props.places.length > 0 && (
      <details>
        <summary>{props.t("youth.other.waiting")}</summary>
        <noscript>
          <p class="soft">{props.t("youth.chat.check_first")}</p>
        </noscript>
        <div class="narrow">
          <Cards {...props} alone />
          <AllPlaces {...props} />
        </div>
      </details>
    )}
  </div>
);
