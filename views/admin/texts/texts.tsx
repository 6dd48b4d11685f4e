import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { TextGroup } from "#src/settings/texts/youth-texts.ts";
import { SettingsHistory } from "#views/admin/subjects/settings-history.tsx";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused, sentenceAt } from "#views/parts/told/problems.tsx";
import { Preview, type PreviewPage } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import { OwnText, problemInWords, type ShownText } from "./texts-field.tsx";
import { OwnTexts, type ShownOwnText } from "./texts-own.tsx";
import { type TextsPlace, textId, textsAddress } from "./texts-place.ts";

interface TextsPageProps {
  frame: StaffFrame;
  place: TextsPlace;
  choices: { languages: readonly Language[]; written: readonly string[]; groups: readonly (TextGroup | "all")[] };
  basedOn: number;
  groups: { group: TextGroup; texts: ShownText[] }[];
  own: ShownOwnText[];
  /** Why nothing was saved though every text is valid. */
  refused: string | null;
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  changes: ShownChange[];
  zone: string;
  preview: { pages: readonly PreviewPage[]; languages: readonly Language[] };
}

/** Every text young people read, in one language: the standard and the helpline's own side by side. */
export function TextsPage(props: TextsPageProps) {
  const { frame, place, basedOn, groups, own, saved, unsaved, late, refused, changes, zone, preview } = props;
  const { t } = frame;
  const { language, group, q } = place;
  const wrong = wrongIn(props);
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.subject.texts")}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused, late })}
      script="settings"
    >
      <SettingsIndex frame={frame} here="texts" />
      <h1>{t("admin.subject.texts")}</h1>
      <p class="lead">{t("admin.subject.texts.lead")}</p>
      <p>
        <Marked t={t} text="admin.texts.rules" href="/admin/rules" />
      </p>
      <TooLate t={t} zone={zone} late={late} look={textsAddress(place)} />
      <Refused sentence={refused} />
      <Problems t={t} wrong={wrong} />
      <Find {...props} />
      <form class="edit" id="texts" method="post" action="/admin/texts" novalidate data-preview="/admin/texts/preview">
        {/* Enter in a field presses the first button of a form, which has to be this one. */}
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="group" value={group} />
        <input type="hidden" name="q" value={q} />
        <div class="fields">
          <OwnTexts t={t} own={own} />
          {q !== "" && <Found {...props} />}
          {groups.map((one) => (
            <Group t={t} {...one} />
          ))}
        </div>
        <Preview t={t} path={`/admin/texts/preview?language=${language}&group=${group}`} {...preview} />
        <SaveBar t={t} saved={saved} unsaved={unsaved} />
      </form>
      <SettingsHistory t={t} subject="texts" zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

function wrongIn({ frame: { t }, groups }: TextsPageProps): Map<string, string> {
  const texts = groups.flatMap((one) => one.texts);
  return new Map(
    texts.flatMap(({ key, standard, problem }) =>
      problem ? [[textId(key), sentenceAt(t, standard, problemInWords(t, problem))] as const] : [],
    ),
  );
}

function Find({ frame: { t }, place, choices }: TextsPageProps) {
  const { language, group, q } = place;
  return (
    <section class="text-find" aria-label={t("admin.texts.search")}>
      <nav class="tabs" aria-label={t("admin.entry.text_language")}>
        {choices.languages.map((one) => (
          <a
            href={textsAddress({ ...place, language: one })}
            lang={one}
            aria-current={one === language ? "page" : undefined}
          >
            {languageNames[one]}
          </a>
        ))}
      </nav>
      <OffLanguages t={t} written={choices.written} on={choices.languages} />
      <form method="get" action="/admin/texts" role="search">
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="group" value={group} />
        <div class="field">
          <label for="q">{t("admin.texts.search")}</label>
          <div class="text-search">
            <input id="q" name="q" type="search" value={q} autocomplete="off" />
            <button type="submit" class="second">
              {t("staff.find.search")}
            </button>
          </div>
        </div>
      </form>
      <nav class="tabs" aria-label={t("admin.directory.pages")}>
        {choices.groups.map((one) => (
          <a
            href={textsAddress({ language, group: one, q: "" })}
            aria-current={q === "" && one === group ? "page" : undefined}
          >
            {t(`admin.texts.group.${one}`)}
          </a>
        ))}
      </nav>
    </section>
  );
}

function Found({ frame: { t }, place, groups }: TextsPageProps) {
  const n = groups.reduce((sum, { texts }) => sum + texts.length, 0);
  return (
    <p role="status">
      {n > 0 ? t("admin.texts.found", { n, q: place.q }) : t("admin.texts.found_none", { q: place.q })}{" "}
      <a href={textsAddress({ ...place, q: "" })}>{t("admin.settings.search_clear")}</a>
    </p>
  );
}

function Group({ t, group, texts }: { t: Translate; group: TextGroup; texts: ShownText[] }) {
  return (
    <section class="text-group" id={group} aria-labelledby={`${group}-title`}>
      <h2 id={`${group}-title`}>{t(`admin.texts.group.${group}`)}</h2>
      {group === "mails" && <p>{t("admin.texts.mails")}</p>}
      <div class="text-heads" aria-hidden="true">
        <span>{t("admin.texts.standard")}</span>
        <span>{t("admin.texts.yours")}</span>
      </div>
      {texts.map((text) => (
        <OwnText t={t} text={text} />
      ))}
    </section>
  );
}
