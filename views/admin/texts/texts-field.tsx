import type { Key, Language, Translate } from "#src/i18n/i18n.ts";
import type { TextProblem } from "#src/settings/texts/text-check.ts";
import { textId } from "./texts-place.ts";

export interface ShownText {
  key: Key;
  /** "fr youth.door.title" */
  name: string;
  language: Language;
  standard: string;
  value: string;
  isOwn: boolean;
  /** Characters. */
  used: number;
  most: number;
  /** Words of the longest sentence, and the longest word, where too long; else null. */
  hard: { words: number | null; word: string | null };
  problem: TextProblem | null;
  /** It has plural forms. */
  counted: boolean;
  /** What it has to keep: "{time}" with an example, or "<link>…</link>". */
  fills: { part: string; name: string; example: string | null }[];
  /** How it reads when filled in; [] = as it stands. */
  reads: string[];
}

/** The standard text and the helpline's own, with its messages. */
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

/** Returns a sentence on what cannot be filled in or is too much, and what to do about it. */
export function problemInWords(t: Translate, { problem, part }: TextProblem): string {
  return t(`admin.texts.problem.${problem}`, { part: wholeMark(part), braces: "{ } < >" });
}

function wholeMark(part: string): string {
  return part.startsWith("<") ? part.replace(/<(\w+)>/g, "<$1>…</$1>") : part;
}

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
  // A mark has no example; what it does is said in words.
  return example ?? t(`admin.texts.fill.${name}` as "admin.texts.fill.link");
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
