import type { PropsWithChildren } from "hono/jsx";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { ChannelKind } from "#src/directory/entry/entry.ts";
import type { Group } from "#src/directory/search/search.ts";
import type { Topic } from "#src/directory/topics.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { SaidLine } from "#src/settings/rules/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Card } from "#views/parts/card.tsx";
import { CallInDanger, EmergencyWays } from "#views/parts/emergency.tsx";
import { languageName } from "#views/parts/language-name.ts";
import { type Looked, Looking } from "#views/parts/told/looking.tsx";

/** Form values; "" = nothing. */
export interface Chosen {
  q: string;
  topic: string;
  age: string;
  region: string;
  language: string;
  channel: string;
  /** "1" = yes. */
  open: string;
  free: string;
  anonymous: string;
}

export interface Offered {
  topics: Topic[];
  ages: number[];
  regions: { code: string; name: string; depth: number }[];
  languages: string[];
  channels: ChannelKind[];
}

export interface OtherProps {
  frame: YouthFrame;
  ways: SaidLine[];
  chosen: Chosen;
  /** The same, and where the shown ones start. */
  looked: Looked;
  offered: Offered;
  gone?: boolean;
  /** Someone who is not in a chat can write to the helpline now. */
  open: boolean;
  /** Number found on all pages. */
  found: number;
  groups: { kind: Group; cards: ShownCard[] }[];
  next: number | null;
}

/** The entry's own page has more ways. */
const maxWays = 4;

const headings = {
  emergency: "youth.other.emergency",
  open: "card.open",
  unknown: "youth.other.unknown",
  closed: "card.closed",
  silent: "youth.other.silent",
} as const;

interface ChoiceProps {
  name: keyof Chosen;
  label: string;
  chosen: Chosen;
  any: string;
  options: { value: string; text: string }[];
}

const Choice = ({ name, label, chosen, any, options }: ChoiceProps) => (
  <>
    <label for={name}>{label}</label>
    <select id={name} name={name} autocomplete="off">
      <option value="">{any}</option>
      {options.map(({ value, text }) => (
        <option value={value} selected={value === chosen[name]}>
          {text}
        </option>
      ))}
    </select>
  </>
);

const Tick = ({ name, chosen, children }: PropsWithChildren<Pick<ChoiceProps, "name" | "chosen">>) => (
  <label class="choice">
    <input type="checkbox" name={name} value="1" checked={chosen[name] === "1"} autocomplete="off" />
    <span>{children}</span>
  </label>
);

const Choices = ({ t, chosen, offered }: { t: Translate } & Pick<OtherProps, "chosen" | "offered">) => {
  const { topics, ages, regions, languages, channels } = offered;
  const isAny = Object.entries(chosen).some(([name, value]) => name !== "q" && value !== "");
  const own = { chosen, any: t("youth.other.any") };
  return (
    <details open={isAny}>
      <summary>{t("youth.other.choose")}</summary>
      <Choice
        {...own}
        name="topic"
        label={t("youth.other.topic")}
        options={topics.map((value) => ({ value, text: t(`topic.${value}`) }))}
      />
      <Choice
        {...own}
        name="age"
        label={t("youth.other.age")}
        options={ages.map((age) => ({ value: String(age), text: t.number(age) }))}
      />
      {regions.length > 1 && (
        <Choice
          {...own}
          name="region"
          label={t("youth.other.region")}
          options={regions.map(({ code, name, depth }) => ({ value: code, text: "– ".repeat(depth) + name }))}
        />
      )}
      {languages.length > 1 && (
        <Choice
          {...own}
          name="language"
          label={t("youth.other.language")}
          options={languages.map((value) => ({ value, text: languageName(t, value) }))}
        />
      )}
      <Choice
        {...own}
        name="channel"
        label={t("youth.other.channel")}
        options={channels.map((value) => ({ value, text: t(`card.kind.${value}`) }))}
      />
      <div class="scale">
        <Tick name="open" chosen={chosen}>
          {t("card.open")}
        </Tick>
        <Tick name="free" chosen={chosen}>
          {t("card.free")}
        </Tick>
        <Tick name="anonymous" chosen={chosen}>
          {t("card.anonymous")}
        </Tick>
      </div>
    </details>
  );
};

/** Sent as a form, so that no address tells what was looked for. */
const Search = ({ frame, chosen, offered }: OtherProps) => {
  const { t, query } = frame;
  return (
    <form class="card" method="post" action={`/other${query}`} autocomplete="off">
      <label for="q">{t("youth.other.search")}</label>
      <input id="q" class="ed" name="q" type="search" value={chosen.q} maxlength={200} dir="auto" autocomplete="off" />
      {offered.channels.length > 0 && <Choices t={t} chosen={chosen} offered={offered} />}
      <button class="big">{t("youth.other.go")}</button>
    </form>
  );
};

const isLooking = (chosen: Chosen) => Object.values(chosen).some((value) => value !== "");

function saidOf(t: Translate, chosen: Chosen, { regions }: Offered): [name: keyof Chosen, words: string][] {
  const { q, topic, age, region, language, channel } = chosen;
  const known: Record<keyof Chosen, string> = {
    q: t("youth.other.chose.words", { words: q }),
    topic: topic && t(`topic.${topic as Topic}`),
    age: t("youth.other.chose.age", { age }),
    region: regions.find(({ code }) => code === region)?.name ?? "",
    language: language && languageName(t, language),
    channel: channel && t(`card.kind.${channel as ChannelKind}`),
    open: t("card.open"),
    free: t("card.free"),
    anonymous: t("card.anonymous"),
  };
  const names = Object.keys(known) as (keyof Chosen)[];
  return names.filter((name) => chosen[name] !== "").map((name) => [name, known[name]]);
}

const Danger = ({ frame, ways }: OtherProps) => (
  <>
    <CallInDanger t={frame.t} number={frame.emergency} />
    <EmergencyWays lines={ways} />
  </>
);

/** Nothing fits: what to leave out, by a tap; whom to call; where else to go. */
const Nothing = (props: OtherProps) => {
  const { frame, chosen, offered, open } = props;
  const { t, query } = frame;
  if (!isLooking(chosen)) return <p>{t("youth.other.empty")}</p>;
  return (
    <>
      <p>{t("youth.other.none")}</p>
      {saidOf(t, chosen, offered).map(([name, words]) => (
        <button class="way" name={name} value="">
          {t("youth.other.without", { words })}
        </button>
      ))}
      <a class="big line" href={`/other${query}`}>
        {t("youth.other.back")}
      </a>
      <Danger {...props} />
      {open && (
        <a class="big line" href={`/${query}`}>
          {t("youth.which.write")}
        </a>
      )}
    </>
  );
};

/** Other entries to search alone: urgent ones first, then those open now. */
export const Other = (props: OtherProps) => {
  const { frame, ways, chosen, looked, gone, found, groups, next } = props;
  const { t, query } = frame;
  const isNothing = found === 0 && isLooking(chosen);
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.frame.other")}</h1>
        <p>{t("youth.other.intro")}</p>
        {!isNothing && <CallInDanger t={t} number={frame.emergency} />}
        <Search {...props} />
        {/* On a small screen all of them would push the search out of sight; the top bar leads to them too. */}
        {!isNothing && <EmergencyWays lines={ways} />}
        <div id="found">
          {gone && <p>{t("youth.other.gone")}</p>}
          <Looking query={query} looked={looked}>
            {found === 0 && <Nothing {...props} />}
            {found > 0 && isLooking(chosen) && <p class="soft">{t("youth.other.found", { n: found })}</p>}
            {groups.map(({ kind, cards }) => (
              <>
                <h2>{t(headings[kind])}</h2>
                {cards.map((card) => (
                  <Card t={t} card={card} leaving="page" most={maxWays} />
                ))}
              </>
            ))}
            {next !== null && (
              <button class="big line" name="from" value={String(next)}>
                {t("youth.other.next")}
              </button>
            )}
          </Looking>
        </div>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};
