import { type Language, languageNames } from "#src/i18n/i18n.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused, sentenceAt } from "#views/parts/told/problems.tsx";
import { Preview } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";

interface WaitCardPageProps {
  frame: StaffFrame;
  title: string;
  /** "new" = a new one. */
  code: string;
  typed: Record<Language, { title: string; text: string }>;
  /** Languages in which the helpline has words of its own. */
  written: readonly string[];
  /** It has words in the catalogs. */
  shipped: boolean;
  /** Characters. */
  most: { title: number; text: number };
  basedOn: number;
  wrong: ReadonlyMap<string, string>;
  late: Late | null;
  refused: string | null;
  languages: readonly Language[];
  zone: string;
}

const path = "/admin/meanwhile";

/** A waiting card in each language, with a preview. */
export function WaitCardPage(props: WaitCardPageProps) {
  const { frame, title, code, shipped, basedOn, wrong, late, zone } = props;
  const { t } = frame;
  // Far from its field, a sentence names its language.
  const told = [...wrong].map(
    ([id, said]) => [id, sentenceAt(t, languageNames[id.slice(-2) as Language], said)] as const,
  );
  return (
    <StaffSheet
      frame={frame}
      title={title}
      here="settings"
      script="settings"
      wrong={isRefused({ wrong: wrong.size, refused: props.refused, late })}
    >
      <SettingsIndex frame={frame} here="meanwhile" />
      <h1 dir="auto">{title}</h1>
      <TooLate t={t} zone={zone} late={late} look={path} />
      <Refused sentence={props.refused} />
      <Problems t={t} wrong={new Map(told)} />
      <form class="edit" method="post" action={path} novalidate data-preview={`${path}/preview`}>
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="code" value={code} />
        <div class="fields">
          <p class="hint">{t(shipped ? "admin.meanwhile.words_shipped" : "admin.meanwhile.words_own")}</p>
          <p class="hint">{t("admin.meanwhile.words_hint", props.most)}</p>
          {props.languages.map((language) => (
            <Words {...props} language={language} />
          ))}
          <OffLanguages t={t} written={props.written} on={props.languages} />
        </div>
        <Preview t={t} path={`${path}/preview?card=${code}`} pages={["waiting"]} languages={props.languages} />
        <SaveBar t={t} saved={null} unsaved={false}>
          <a href={path} class="second">
            {t("admin.assessment.form.cancel")}
          </a>
        </SaveBar>
      </form>
    </StaffSheet>
  );
}

function Words({ frame: { t }, language, typed, wrong }: WaitCardPageProps & { language: Language }) {
  const [title, text] = [`title.${language}`, `text.${language}`];
  const noted = (id: string) => ({
    lang: language,
    dir: "auto",
    "aria-invalid": wrong.has(id) ? ("true" as const) : undefined,
    "aria-describedby": wrong.has(id) ? `${id}-note` : undefined,
  });
  const note = (id: string) =>
    wrong.has(id) && (
      <p class="wrong" id={`${id}-note`}>
        {wrong.get(id)}
      </p>
    );
  return (
    <fieldset class="field">
      <legend lang={language}>{languageNames[language]}</legend>
      <div class="field">
        <label for={title}>{t("admin.replies.topic")}</label>
        <input id={title} name={title} value={typed[language].title} autocomplete="off" {...noted(title)} />
        {note(title)}
      </div>
      <div class="field">
        <label for={text}>{t("admin.replies.text")}</label>
        <textarea id={text} name={text} rows={5} {...noted(text)}>
          {typed[language].text}
        </textarea>
        {note(text)}
      </div>
    </fieldset>
  );
}
