import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { languageName } from "#views/parts/language-name.ts";
import type { OpenPageProps } from "./open.tsx";

/** Closes an open helpline for a while, or shows the note of a break and the way out of it. */
export function BreakForm(props: OpenPageProps) {
  const { frame, opening, waiting, basedOn } = props;
  const { t } = frame;
  const isOpen = opening === "open";
  return (
    <section id="closedNote" aria-labelledby="break-title">
      <h2 id="break-title">{t(isOpen ? "admin.open.close" : "admin.open.state.break")}</h2>
      {isOpen && <p class="hint">{t("admin.open.close_hint")}</p>}
      <form class="fields" method="post" action="/admin/open">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="waiting" value={String(waiting)} />
        <NoteFields {...props} />
        {isOpen && waiting > 0 && <p class="once">{t("admin.open.waiting", { n: waiting })}</p>}
        <p class="row-of">
          {!isOpen && (
            <button type="submit" class="main" name="opening" value="open">
              {t("admin.open.open_again")}
            </button>
          )}
          <button type="submit" class="second" name="opening" value="break">
            {t(isOpen ? "admin.open.close" : "admin.open.note_save")}
          </button>
        </p>
      </form>
    </section>
  );
}

function NoteFields({ frame: { t }, languages, closedNote, maxNote, problems }: OpenPageProps) {
  return (
    <>
      {languages.map((language) => {
        const id = `note-${language}`;
        const wrong = problems.some(({ field }) => field === `note.${language}`);
        return (
          <div class="field">
            <label for={id}>{t("admin.open.note", { language: languageName(t, language) })}</label>
            <p class="hint" id={`${id}-hint`}>
              {t("admin.open.note_hint")}
            </p>
            <input
              id={id}
              name={`note.${language}`}
              lang={language}
              value={closedNote[language] ?? ""}
              dir="auto"
              autocomplete="off"
              aria-invalid={wrong ? "true" : undefined}
              aria-describedby={`${id}-hint ${id}-note`}
            />
            <p class={wrong ? "wrong" : "note"} id={`${id}-note`}>
              {wrong && t("admin.invite.for_whom_long", { most: maxNote })}
            </p>
          </div>
        );
      })}
      <OffLanguages t={t} written={Object.keys(closedNote)} on={languages} />
    </>
  );
}
