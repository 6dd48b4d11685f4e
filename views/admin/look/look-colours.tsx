import type { Translate } from "#src/i18n/i18n.ts";
import type { LookDraft, LookProblem } from "#src/settings/look/look-draft.ts";
import type { Palette, Scheme, Theme, ThemeName, Variable } from "#src/settings/look/themes.ts";
import { Note, type Wrong } from "#views/admin/subjects/subject-fields.tsx";
import type { LookChoices } from "./look.tsx";

interface ColoursProps {
  t: Translate;
  draft: LookDraft;
  wrong: Wrong;
  choices: LookChoices;
}

/** One of the ready themes, or own colours; these show where they are chosen. */
export function Colours({ t, draft, wrong, choices }: ColoursProps) {
  const { colours } = draft;
  return (
    <>
      <fieldset class="field" id="theme" tabindex={-1} aria-describedby="theme-note">
        <legend>{t("admin.setting.theme")}</legend>
        <div class="cards">
          {choices.themes.map(({ name, theme }) => (
            <ThemeCard t={t} name={name} theme={theme} checked={draft.theme === name} />
          ))}
          <ThemeCard t={t} name="own" theme={colours} checked={draft.theme === "own"} />
        </div>
        <Note id="theme-note" wrong={wrong.get("theme")} />
      </fieldset>
      <section class="own-colours" id="colours" aria-labelledby="own-title">
        <h2 id="own-title">{t("admin.setting.colours")}</h2>
        <p class="hint">{t("admin.look.own.hint")}</p>
        <div class="row-of" role="group" aria-labelledby="start-title">
          <span class="soft" id="start-title">
            {t("admin.look.own.start")}
          </span>
          {choices.themes.map(({ name }) => (
            <button type="submit" class="second" name="do" value={`start ${name}`}>
              {t(`admin.look.theme.${name}`)}
            </button>
          ))}
        </div>
        <div class="pair">
          <SchemeColours t={t} scheme="light" palette={colours.light} wrong={wrong} variables={choices.variables} />
          <SchemeColours t={t} scheme="dark" palette={colours.dark} wrong={wrong} variables={choices.variables} />
        </div>
      </section>
    </>
  );
}

function ThemeCard(props: { t: Translate; name: ThemeName | "own"; theme: Theme; checked: boolean }) {
  const { t, name, theme, checked } = props;
  return (
    <label class="choice-card">
      <svg viewBox="0 0 120 60" width="120" height="60" aria-hidden="true" focusable="false">
        <Room palette={theme.light} at={0} />
        <Room palette={theme.dark} at={60} />
      </svg>
      <span class="check">
        <input type="radio" name="theme" id={`theme-${name}`} value={name} checked={checked} />
        {t(`admin.look.theme.${name}`)}
      </span>
    </label>
  );
}

/** A page of the theme, very small: lamp, words, two bubbles, a button. */
function Room({ palette: { bg, ink, soft, accent, mine, theirs, glow }, at }: { palette: Palette; at: number }) {
  return (
    <>
      <rect x={at} width="60" height="60" fill={bg} />
      <circle cx={at + 14} cy="14" r="6" fill={glow} />
      <rect x={at + 26} y="9" width="24" height="4" rx="2" fill={ink} />
      <rect x={at + 26} y="16" width="16" height="3" rx="1.5" fill={soft} />
      <rect x={at + 8} y="26" width="26" height="8" rx="4" fill={theirs} />
      <rect x={at + 28} y="36" width="24" height="8" rx="4" fill={mine} />
      <rect x={at + 8} y="49" width="44" height="6" rx="3" fill={accent} />
    </>
  );
}

interface SchemeProps {
  t: Translate;
  scheme: Scheme;
  palette: Palette;
  wrong: Wrong;
  variables: readonly Variable[];
}

function SchemeColours({ t, scheme, palette, wrong, variables }: SchemeProps) {
  return (
    <fieldset class="palette">
      <legend>{t(`admin.look.scheme.${scheme}`)}</legend>
      {variables.map((name) => {
        const id = `${scheme}-${name}`;
        return (
          <div class="colour">
            <input
              type="color"
              id={id}
              name={`${scheme}.${name}`}
              value={palette[name]}
              aria-invalid={wrong.has(id) ? "true" : undefined}
              aria-describedby={`${id}-note`}
            />
            <label for={id}>{t(`admin.look.colour.${name}`)}</label>
            <Note id={`${id}-note`} wrong={wrong.get(id)} />
          </div>
        );
      })}
    </fieldset>
  );
}

/** "Dark: “Soft text” on “Cards” has a contrast of 3.9, needs 4.5." Never rounded up to what it needs. */
export function sentenceOf(t: Translate, problem: LookProblem): string {
  if (problem.problem === "no_choice") return t("admin.look.no_choice", { field: t(`admin.setting.${problem.field}`) });
  const scheme = t(`admin.look.scheme.${problem.scheme}`);
  const name = (shade: string) => t(`admin.look.colour.${shade as Variable}`);
  if (problem.problem === "not_a_colour")
    return t("admin.look.not_a_colour", { scheme, front: name(problem.variable) });
  const { foreground, background, ratio, least } = problem.failure;
  return t("admin.look.too_close", {
    scheme,
    front: name(foreground),
    ground: name(background),
    ratio: t.number(Math.floor(ratio * 10) / 10),
    least: t.number(least),
  });
}
