import type { Child } from "hono/jsx";
import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { AssessmentRule } from "#src/settings/assessment.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused, sentenceAt } from "#views/parts/told/problems.tsx";
import { urgentOptions, wayOptions } from "./assessment-options.ts";
import { SettingsIndex } from "./settings-index.tsx";

interface Option {
  value: string;
  text: string;
}

interface AssessmentRulePageProps {
  frame: StaffFrame;
  /** Its place in the list, from 0; null for a new one. */
  at: number | null;
  rule: AssessmentRule;
  /** What it says, by language. */
  texts: Partial<Record<Language, string>>;
  choices: {
    /** What can be chosen, and what places are about. */
    asked: Option[];
    topics: Option[];
    ages: Option[];
    regions: Option[];
    /** The services it names, and those that it could. */
    chosenServices: Option[];
    services: Option[];
  };
  languages: readonly Language[];
  basedOn: number;
  /** A sentence for what cannot stand, by the id of its field. */
  wrong: ReadonlyMap<string, string>;
  late: Late | null;
  refused: string | null;
  zone: string;
}

/** One rule: for whom it is, and what then. */
export function AssessmentRulePage(props: AssessmentRulePageProps) {
  const { frame, at, basedOn, wrong, late, zone } = props;
  const { t } = frame;
  const title = at === null ? t("admin.assessment.add") : t("admin.assessment.rule_n", { n: at + 1 });
  return (
    <StaffSheet
      frame={frame}
      title={title}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused: props.refused, late })}
    >
      <SettingsIndex frame={frame} here="assessment" />
      <h1>{title}</h1>
      <TooLate t={t} zone={zone} late={late} look="/admin/assessment" />
      <Refused sentence={props.refused} />
      <Problems t={t} wrong={placed(t, wrong)} />
      <form class="fields" method="post" action="/admin/assessment" novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        {at !== null && <input type="hidden" name="rule" value={String(at)} />}
        <h2>{t("admin.assessment.if")}</h2>
        <p class="hint">{t("admin.assessment.form.when_hint")}</p>
        <If {...props} />
        <h2>{t("admin.assessment.then")}</h2>
        <Then {...props} />
        <div class="row-of">
          <button type="submit" class="main" name="do" value="rule">
            {t("admin.form.save")}
          </button>
          <a href="/admin/assessment" class="second">
            {t("admin.assessment.form.cancel")}
          </a>
        </div>
      </form>
    </StaffSheet>
  );
}

/** Read far from its field, a sentence says in which language the words are. */
function placed(t: Translate, wrong: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...wrong].map(([id, sentence]) => {
      const language = id.startsWith("say-") ? (id.slice(4) as Language) : null;
      return [id, language ? sentenceAt(t, languageNames[language], sentence) : sentence];
    }),
  );
}

function Group(props: { id?: string; legend: string; wrong?: string | undefined; children?: Child }) {
  const { id, legend, wrong, children } = props;
  return (
    <fieldset class="field" id={id} aria-describedby={wrong ? `${id}-note` : undefined}>
      <legend>{legend}</legend>
      {children}
      {wrong && (
        <p class="wrong" id={`${id}-note`}>
          {wrong}
        </p>
      )}
    </fieldset>
  );
}

function Ticks({ name, options, chosen }: { name: string; options: Option[]; chosen: readonly string[] }) {
  return (
    <div class="checks">
      {options.map(({ value, text }) => (
        <label class="check">
          <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
          {text}
        </label>
      ))}
    </div>
  );
}

function Tick({ name, checked, children }: { name: string; checked: boolean; children?: Child }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="yes" checked={checked} />
      {children}
    </label>
  );
}

function If({ frame: { t }, rule: { when }, choices }: AssessmentRulePageProps) {
  const any = { value: "any", text: t("admin.assessment.topics.any") };
  return (
    <>
      <Group legend={t("youth.which.ask.urgent")}>
        <Ticks name="when.urgent" options={urgentOptions(t)} chosen={when.urgent} />
      </Group>
      <Group legend={t("youth.which.ask.topics")}>
        <Ticks name="when.topics" options={[any, ...choices.asked]} chosen={when.topics} />
      </Group>
      <Group legend={t("youth.which.ask.age")}>
        <Ticks name="when.age" options={choices.ages} chosen={when.age} />
      </Group>
      {choices.regions.length > 0 && (
        <Group legend={t("youth.which.ask.region")}>
          <Ticks name="when.region" options={choices.regions} chosen={when.region} />
        </Group>
      )}
      <Group legend={t("youth.which.ask.channel")}>
        <Ticks name="when.channel" options={wayOptions(t)} chosen={when.channel} />
      </Group>
      <Tick name="when.otherwise" checked={when.otherwise}>
        {t("admin.assessment.when.otherwise")}
      </Tick>
    </>
  );
}

function Then(props: AssessmentRulePageProps) {
  const { frame, rule, choices, wrong } = props;
  const { t } = frame;
  const { show, lane, chat } = rule;
  return (
    <>
      <Group id="show" legend={t("admin.assessment.form.show")} wrong={wrong.get("show")}>
        <Tick name="show.emergency" checked={show.emergency}>
          {t("admin.assessment.show.emergency")}
        </Tick>
        <Tick name="show.chosen" checked={show.chosen}>
          {t("admin.assessment.show.chosen")}
        </Tick>
        <Tick name="show.fitting" checked={show.fitting}>
          {t("admin.assessment.show.fitting")}
        </Tick>
      </Group>
      <Group legend={t("admin.entry.topics")}>
        <Ticks name="show.topics" options={choices.topics} chosen={show.topics} />
      </Group>
      <Group legend={t("admin.assessment.form.services")}>
        <Ticks name="show.services" options={choices.chosenServices} chosen={show.services} />
        <label for="add-service">{t("admin.directory.add")}</label>
        <select id="add-service" name="show.services">
          <option value="">–</option>
          {choices.services.map(({ value, text }) => (
            <option value={value}>{text}</option>
          ))}
        </select>
      </Group>
      <Pick t={t} name="lane" options={["none", "offered", "urgent"]} chosen={lane ?? "none"} />
      <Pick t={t} name="chat" options={["none", "first", "beside", "after"]} chosen={chat ?? "none"} />
      <Sayings {...props} />
    </>
  );
}

function Pick(
  props: { t: Translate } & (
    | { name: "lane"; options: ("none" | "offered" | "urgent")[]; chosen: string }
    | { name: "chat"; options: ("none" | "first" | "beside" | "after")[]; chosen: string }
  ),
) {
  const { t, name, chosen } = props;
  const words =
    props.name === "lane"
      ? props.options.map((one) => [one, t(`admin.assessment.lane.${one}`)] as const)
      : props.options.map((one) => [one, t(`admin.assessment.chat.${one}`)] as const);
  return (
    <div class="field">
      <label for={name}>{t(`admin.assessment.form.${name}`)}</label>
      <select id={name} name={name}>
        {words.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Sayings({ frame: { t }, rule: { say }, texts, languages, wrong }: AssessmentRulePageProps) {
  // What is shipped is in every language.
  const written = say === null || typeof say === "string" ? [] : Object.keys(say);
  return (
    <Group legend={t("admin.assessment.form.say")}>
      <p class="hint">{t("admin.assessment.form.say_hint")}</p>
      {languages.map((language) => {
        const id = `say-${language}`;
        const sentence = wrong.get(id);
        return (
          <div class="field">
            <label for={id} lang={language}>
              {languageNames[language]}
            </label>
            <input
              id={id}
              name={`say.${language}`}
              lang={language}
              dir="auto"
              value={texts[language] ?? ""}
              autocomplete="off"
              aria-invalid={sentence ? "true" : undefined}
              aria-describedby={sentence ? `${id}-note` : undefined}
            />
            {sentence && (
              <p class="wrong" id={`${id}-note`}>
                {sentence}
              </p>
            )}
          </div>
        );
      })}
      <OffLanguages t={t} written={written} on={languages} />
    </Group>
  );
}
