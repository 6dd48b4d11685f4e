import type { PropsWithChildren } from "hono/jsx";
import type { ShownCard, Way } from "#src/directory/entry/card.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { when } from "#src/i18n/when.ts";
import { languageName } from "#views/parts/language-name.ts";
import { longDates } from "./times/days.ts";
import { Ends, Moment } from "./times/moment.tsx";

/**
 * How its links leave: by a page in between, by a question in place (a sent card's link cannot be looked up), or straight.
 * The form of looking.tsx leads to pages, so that no address in the history tells what was looked at.
 */
export type Leaving = "page" | "question" | "nothing";

interface CardProps {
  t: Translate;
  card: ShownCard;
  leaving: Leaving;
  /** For a list beside something else: only what is needed to choose. */
  brief?: boolean;
  /** Most ways to show, where another page shows all. */
  most?: number;
  /** It stands on its own page, whose title is its name. */
  whole?: boolean;
  /** No heading stands between the title of the page and its name. */
  alone?: boolean;
}

/** ms; beyond it, until when it is open says less than that it is. */
const saidUntilMs = 18 * 60 * 60_000;

/** Whether someone is there, by the clock of the place. */
export const Whether = ({ t, card: { openness, at } }: Pick<CardProps, "t" | "card">) => {
  if (openness === null || openness.state === "unknown") return null;
  const { state, until, next, zone } = openness;
  if (state === "open") {
    const isSaid = until !== null && until - at <= saidUntilMs;
    return <p class="is">{isSaid ? <Ends t={t} text="card.open_until" at={until} zone={zone} /> : t("card.open")}</p>;
  }
  return (
    <p class="is shut">
      {next === null ? (
        t("card.closed")
      ) : (
        <Moment t={t} text="card.opens" values={{ when: when(t, next, at, zone) }} at={next} zone={zone} now={at} />
      )}
    </p>
  );
};

/** Languages that a list beside something else has room for. */
const maxLanguages = 3;

function factsOf(t: Translate, card: ShownCard, brief: boolean): string {
  const { free, anonymous, languages } = card;
  return [
    free === null ? "" : t(free ? "card.free" : "card.not_free"),
    anonymous === null ? "" : t(anonymous ? "card.anonymous" : "card.named"),
    agesOf(t, card),
    (brief ? languages.slice(0, maxLanguages) : languages).map((one) => languageName(t, one)).join(", "),
  ]
    .filter(Boolean)
    .join(" · ");
}

function agesOf(t: Translate, { ageFrom: from, ageTo: to }: ShownCard): string {
  if (from !== null && to !== null) return t("youth.door.ages", { from, to });
  if (from !== null) return t("card.ages_from", { from });
  return to === null ? "" : t("card.ages_to", { to });
}

/** An entry: what it is, whether someone is there, and a tap for each way to reach it. */
export const Card = ({ t, card, leaving, most = card.ways.length, ...props }: CardProps) => {
  const { brief = false, whole = false, alone = false } = props;
  const facts = factsOf(t, card, brief);
  const hasPage = leaving === "page";
  const name = hasPage ? <See what={card.id}>{card.name}</See> : card.name;
  const more = card.ways.length - most;
  return (
    <article class="card listed">
      {!whole && (alone ? <h2 dir="auto">{name}</h2> : <h3 dir="auto">{name}</h3>)}
      {!brief && card.organization !== "" && (
        <p class="soft" dir="auto">
          {card.organization}
        </p>
      )}
      <Whether t={t} card={card} />
      {card.alert !== "" && (
        <p dir="auto">
          <strong>{card.alert}</strong>
        </p>
      )}
      {card.summary !== "" && <p dir="auto">{brief ? oneLine(card.summary) : card.summary}</p>}
      {facts !== "" && <p class="soft">{facts}</p>}
      <Ways t={t} card={card} leaving={leaving} brief={brief} most={most} />
      {hasPage && more > 0 && <See what={card.id}>{t("card.ways", { n: more })}</See>}
      {!brief && card.hoursNote !== "" && (
        <p class="soft" dir="auto">
          {card.hoursNote}
        </p>
      )}
      {!brief && <Checked t={t} card={card} />}
    </article>
  );
};

/** The button's `name` says which entry, as text browsers show its value. */
const See = ({ what, children, ...more }: PropsWithChildren<{ what: string; class?: string }>) => (
  <button class="plain" name={`see.${what}`} {...more}>
    {children}
  </button>
);

/** Letters that a list beside something else has room for. */
const maxLine = 140;

function oneLine(text: string): string {
  return text.length > maxLine
    ? `${text
        .slice(0, maxLine)
        .replace(/\s+\S*$/u, "")
        .toWellFormed()} …`
    : text;
}

const Checked = ({ t, card: { verifiedOn } }: Pick<CardProps, "t" | "card">) =>
  verifiedOn === null ? null : (
    <p class="soft">{t("card.checked", { date: longDates(t.language, verifiedOn, verifiedOn) })}</p>
  );

const Ways = ({ t, card, leaving, brief, most }: CardProps & { most: number }) => (
  <div class="ways">
    {card.ways.slice(0, most).map((way, n) => (
      <WayIn t={t} way={way} said={brief ? "" : saidOf(t, way, card)} leaving={leaving} page={`${card.id}/${n}`} />
    ))}
  </div>
);

function saidOf(t: Translate, { description, free }: Way, card: ShownCard): string {
  const own = free === null || free === card.free ? "" : t(free ? "card.free" : "card.not_free");
  return [description, own].filter(Boolean).join(" · ");
}

/** The first way that a tap opens, by its kind alone: for a row in which the name of the entry stands beside it. */
export const FirstWay = ({ t, card, leaving }: Pick<CardProps, "t" | "card" | "leaving">) => {
  const n = card.ways.findIndex(({ link }) => link !== null);
  const way = card.ways[n];
  return way ? <WayIn t={t} way={way} said="" leaving={leaving} page={`${card.id}/${n}`} of={card.name} /> : null;
};

interface WayProps {
  t: Translate;
  way: Way;
  said: string;
  leaving: Leaving;
  page: string;
  /** Name of the entry, if it stands beside: only its kind shows then. */
  of?: string;
}

const WayIn = ({ t, way, said, leaving, page, of }: WayProps) => {
  const kind = t(`card.kind.${way.kind}`);
  if (way.link === null)
    return <p dir="auto">{[t("card.way", { kind, value: way.value }), said].filter(Boolean).join(" · ")}</p>;
  const isNamed = way.link === way.value;
  const more = [isNamed ? hostOf(way.link) : "", said].filter(Boolean).join(" · ");
  const words = of ? (
    <>
      {kind} <bdi class="hid">{of}</bdi>
    </>
  ) : (
    <>
      {kind} {!isNamed && <bdi>{way.value}</bdi>}
      {more !== "" && (
        <span class="soft" dir="auto">
          {more}
        </span>
      )}
    </>
  );
  if (!isSite(way.link)) {
    return (
      <a class="way" href={way.link}>
        {words}
      </a>
    );
  }
  if (leaving === "page") {
    return (
      <See what={page} class="way">
        {words}
      </See>
    );
  }
  if (leaving === "nothing") {
    return (
      <a class="way" href={way.link} rel="noreferrer noopener" target="_blank">
        {words}
      </a>
    );
  }
  return (
    <details>
      <summary class="way">{words}</summary>
      <p>{t("youth.out.text")}</p>
      <Go t={t} link={way.link} />
    </details>
  );
};

/** The link out of the page, which sends nothing of it along. */
export const Go = ({ t, link }: { t: Translate; link: string }) => (
  <a class="way" href={link} rel="noreferrer noopener" target="_blank">
    {t("youth.out.go")}
  </a>
);

const isSite = (link: string) => /^https?:/i.test(link);

/** Returns the name of a site as people know it. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host.replace(/^www\./, "") : link;
}
