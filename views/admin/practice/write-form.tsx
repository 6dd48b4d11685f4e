import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { LineWord } from "#src/practice/writing/line.ts";
import { WriteField, WriteRows, WriteSection, type Writing } from "./write-rows.tsx";

/** The words of the lines, for each kind of line, and what a message can do. */
export type WriteWords = Record<"when" | "does" | "how", readonly LineWord[]> & { detectors: readonly string[] };

const label = (t: Translate, name: string) => t(`admin.practice.write.${name}` as Key);

/** What the young person knows, and when they say what. */
export function Script({ of, words }: { of: Writing; words: WriteWords }) {
  const { t } = of;
  const variants = label(t, "variants");
  return (
    <>
      <WriteRows of={of} list="facts" title={label(t, "facts")} hint={label(t, "facts_hint")} isOrdered>
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.name`} label={label(t, "short_name")} />
            <WriteField of={of} name={`${at}.how`} label={label(t, "how")} />
            <WriteField of={of} name={`${at}.says`} label={label(t, "says")} rows={2} isText />
          </>
        )}
      </WriteRows>
      <WriteRows of={of} list="rules" title={label(t, "rules")} hint={label(t, "rules_hint")} isOrdered>
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.when`} label={label(t, "when")} rows={2} />
            <WriteField of={of} name={`${at}.does`} label={label(t, "does")} rows={2} />
            <WriteField of={of} name={`${at}.says`} label={label(t, "says")} rows={2} isText />
            <WriteField of={of} name={`${at}.note`} label={label(t, "note")} />
          </>
        )}
      </WriteRows>
      <LineWords t={t} words={words} />
      <WriteSection id="otherwise" title={label(t, "otherwise")}>
        <p class="hint">{variants}</p>
        <WriteField of={of} name="low" label={label(t, "low")} rows={3} isText />
        <WriteField of={of} name="mid" label={label(t, "mid")} rows={3} isText />
        <WriteField of={of} name="spent" label={label(t, "spent")} hint={label(t, "spent_hint")} rows={3} isText />
      </WriteSection>
      <WriteRows of={of} list="ends" title={label(t, "ends")} hint={label(t, "ends_hint")} isOrdered>
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.name`} label={label(t, "short_name")} />
            <WriteField of={of} name={`${at}.kind`} label={label(t, "kind")} options={kinds(t)} />
            <WriteField of={of} name={`${at}.feeling`} label={label(t, "feeling")} options={degrees} />
            <WriteField of={of} name={`${at}.helped`} label={label(t, "helped")} options={helped(t)} />
            <WriteField of={of} name={`${at}.when`} label={label(t, "when")} rows={2} />
            <WriteField of={of} name={`${at}.says`} label={label(t, "says")} rows={2} isText />
          </>
        )}
      </WriteRows>
      <WriteRows of={of} list="hints" title={label(t, "hints")} isOrdered isFolded>
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.when`} label={label(t, "when")} rows={1} />
            <WriteField of={of} name={`${at}.says`} label={t("staff.practice.hint")} rows={2} isText />
          </>
        )}
      </WriteRows>
    </>
  );
}

const kinds = (t: Translate) =>
  (["good", "thin", "faded", "unsafe"] as const).map((value) => ({
    value,
    text: t(`admin.practice.write.kind.${value}`),
  }));

const helped = (t: Translate) => [
  { value: "", text: "–" },
  ...(["yes", "bit", "no"] as const).map((value) => ({ value, text: t(`youth.helped.${value}`) })),
];

const degrees = [
  { value: "", text: "–" },
  ...Array.from({ length: 11 }, (_, value) => ({ value: String(value), text: String(value) })),
];

function LineWords({ t, words }: { t: Translate; words: WriteWords }) {
  const titles = { when: "when", does: "does", how: "how" } as const;
  return (
    <WriteSection id="words" title={label(t, "words")} isOpen={false}>
      {(["when", "does", "how"] as const).map((kind) => (
        <>
          <h3>{label(t, titles[kind])}</h3>
          <dl class="about-line write-words">
            {words[kind].map(({ key, example }) => (
              <>
                <dt>
                  <code>{example}</code>
                </dt>
                <dd>{t(`admin.practice.word.${kind}.${key}` as Key)}</dd>
              </>
            ))}
          </dl>
        </>
      ))}
      <h3>{label(t, "detectors")}</h3>
      <dl class="about-line write-words">
        {words.detectors.map((one) => (
          <>
            <dt>
              <code>{one}</code>
            </dt>
            <dd>{t(`staff.practice.did.${one}` as Key)}</dd>
          </>
        ))}
      </dl>
    </WriteSection>
  );
}

/** What stands in a note for the sentence and the number. */
const inNotes = { quote: "{quote}", count: "{count}" };

/** What trainees read, and what a message does to trust. */
export function Beside({ of }: { of: Writing }) {
  const { t } = of;
  return (
    <>
      <WriteSection id="trainee" title={label(t, "trainee")} isOpen={hasProblem(of, ["touch", "must", "debrief"])}>
        <WriteField of={of} name="touch" label={label(t, "touch")} hint="reflects: trust +1, times 2" rows={5} />
        <WriteField of={of} name="must" label={label(t, "must")} hint="did asks_safety, before turn 6" rows={4} />
        <WriteField of={of} name="debrief" label={label(t, "debrief")} rows={2} isText />
      </WriteSection>
      <WriteRows of={of} list="topics" title={label(t, "topics")} hint={label(t, "topics_hint")} isFolded>
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.name`} label={label(t, "short_name")} />
            <WriteField of={of} name={`${at}.says`} label={label(t, "topic_words")} isText />
          </>
        )}
      </WriteRows>
      <WriteRows
        of={of}
        list="notes"
        title={label(t, "notes")}
        hint={t("admin.practice.write.notes_hint", inNotes)}
        isFolded
      >
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.name`} label={label(t, "short_name")} />
            <WriteField of={of} name={`${at}.says`} label={label(t, "note_text")} rows={2} isText />
          </>
        )}
      </WriteRows>
      <WriteRows of={of} list="guided" title={label(t, "guided")} hint={label(t, "guided_hint")} isFolded>
        {(at) => (
          <>
            <WriteField of={of} name={`${at}.when`} label={label(t, "when")} rows={1} />
            <WriteField of={of} name={`${at}.says`} label={label(t, "says")} rows={2} isText />
            <WriteField of={of} name={`${at}.did`} label={label(t, "does")} rows={1} />
            <WriteField of={of} name={`${at}.why`} label={label(t, "why")} rows={2} isText />
          </>
        )}
      </WriteRows>
      <WriteSection id="role" title={label(t, "role")} isOpen={hasProblem(of, roleParts)}>
        {roleParts.map((part) => (
          <WriteField of={of} name={part} label={t(`staff.practice.role_part.${part}`)} rows={2} isText />
        ))}
      </WriteSection>
    </>
  );
}

const roleParts = ["who", "voice", "hides", "opens", "closes", "leaves", "stop"] as const;

function hasProblem({ problems, theirs }: Writing, names: readonly string[]): boolean {
  return names.some((name) => problems.has(name) || theirs.has(name));
}
