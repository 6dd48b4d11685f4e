import type { Key, Language, Translate } from "#src/i18n/i18n.ts";
import type { TextProblem } from "#src/settings/texts/text-check.ts";
import { textId } from "./texts-place.ts";

/** One text that young people read, as the form shows it. */
export interface ShownText {
  key: Key;
  /** "fr youth.door.title" */
  name: string;
  language: Language;
  standard: string;
  /** What stands in the field. */
  value: string;
  /** There is an own one. */
  isOwn: boolean;
  /** Characters. */
  used: number;
  most: number;
  /** Words of the longest sentence where they are many, and the longest word where it is long; else null. */
  hard: { words: number | null; word: string | null };
  problem: TextProblem | null;
  /** Its words differ with a number. */
  counted: boolean;
  /** What it has to keep: "{time}" with an example, or "<link>…</link>". */
  fills: { part: string; name: string; example: string | null }[];
  /** How it is read once it is filled in; [] where that is the text itself. */
  reads: string[];
}

/** The standard text, and beside it the one of the helpline, with what is to be said of it. */
export function OwnText({ t, text }: { t: Translate; text: ShownText }) {
  const { key, language, standard, value, problem } = text;
  const id = textId(key);
  return (
    <div class="text field">
      <div class="text-standard">
        <p id={`${id}-standard`} class="text-words" lang={language}>
          {standard}
        </p>
        <p class="small soft">
          <code>{key}</code>
        </p>
        <Fills t={t} text={text} />
      </div>
      <div class="text-own">
        <label class="sr" id={`${id}-label`} for={id}>
          {t("admin.texts.yours")}
        </label>
        <textarea
          id={id}
          name={`text.${key}`}
          rows={Math.min(8, Math.ceil((value.length + 1) / 44))}
          lang={language}
          dir="auto"
          autocomplete="off"
          aria-labelledby={`${id}-label ${id}-standard`}
          aria-invalid={problem ? "true" : undefined}
          aria-describedby={`${id}-note ${id}-hint`}
        >
          {value}
        </textarea>
        <p id={`${id}-note`} class={problem ? "wrong" : "note"}>
          {problem && problemInWords(t, problem)}
        </p>
        <Hints t={t} text={text} />
      </div>
    </div>
  );
}

/** What cannot be filled in, or is too much, in a sentence that says what to do. */
export function problemInWords(t: Translate, { problem, part }: TextProblem): string {
  return t(`admin.texts.problem.${problem}`, { part: wholeMark(part), braces: "{ } < >" });
}

function wholeMark(part: string): string {
  return part.startsWith("<") ? part.replace(/<(\w+)>/g, "<$1>…</$1>") : part;
}

/** What has to stay in the text, in words. */
function Fills({ t, text }: { t: Translate; text: ShownText }) {
  if (text.fills.length === 0) return null;
  return (
    <div class="small">
      <p class="soft">{t("admin.texts.fills")}</p>
      <ul class="fills">
        {text.fills.map(({ part, name, example }) => (
          <li>
            <code>{part}</code> <span class="soft">{fillInWords(t, name, example)}</span>
          </li>
        ))}
      </ul>
      {text.counted && <p class="soft">{t("admin.texts.plural")}</p>}
    </div>
  );
}

function fillInWords(t: Translate, name: string, example: string | null): string {
  const what = t(`admin.texts.fill.${name}` as "admin.texts.fill.link");
  return example === null ? what : t("admin.texts.fill", { what, example });
}

function Hints({ t, text }: { t: Translate; text: ShownText }) {
  const { key, name, language, used, most, reads, isOwn } = text;
  const hard = [
    text.hard.words !== null && t("admin.texts.level.words", { words: text.hard.words }),
    text.hard.word !== null && t("admin.texts.level.word", { word: text.hard.word }),
  ].filter((one) => one !== false);
  return (
    <>
      <div id={`${textId(key)}-hint`} class="small soft">
        <p>{t("admin.texts.length", { used, most })}</p>
        {isOwn && hard.map((sentence) => <p class="note warn">{sentence}</p>)}
        {reads.length > 0 && (
          <p>
            {t("admin.texts.reads")}{" "}
            {reads.map((one, i) => (
              <>
                {i > 0 && " / "}
                <span class="text-read" lang={language}>
                  {one}
                </span>
              </>
            ))}
          </p>
        )}
      </div>
      {isOwn && (
        <button type="submit" class="second" name="do" value={`reset ${name}`}>
          {t("admin.texts.reset")}
          <span class="sr">{`: ${text.standard}`}</span>
        </button>
      )}
    </>
  );
}
