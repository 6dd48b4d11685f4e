import type { Translate } from "#src/i18n/i18n.ts";
import type { Late } from "./changes.tsx";

/** No one reads more than twenty sentences: once the first are put right, the next come. */
const most = 20;

/** What is wrong with a form, at its top: sentences by field id, each a link to its field. */
export function Problems(props: { t: Translate; wrong: ReadonlyMap<string, string>; title?: string }) {
  const { t, wrong, title = t("admin.form.refused", { n: wrong.size }) } = props;
  if (wrong.size === 0) return null;
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{title}</h2>
      <ul class="dots">
        {[...wrong].slice(0, most).map(([id, sentence]) => (
          <li dir="auto">
            <a href={`#${id}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Returns the errors of a form by field id, which is the field's name; `labels` name the field in each sentence. */
export function wrongOf(
  t: Translate,
  errors: Partial<Record<string, string>>,
  labels: Partial<Record<string, string>> = {},
): Map<string, string> {
  const given = Object.entries(errors).flatMap(([field, sentence]) => (sentence ? [[field, sentence] as const] : []));
  return new Map(
    given.map(([field, sentence]) => [field, labels[field] ? sentenceAt(t, labels[field], sentence) : sentence]),
  );
}

/** Returns a sentence that names its field, far from it: "Saturday: …". */
export function sentenceAt(t: Translate, place: string, sentence: string): string {
  return t("admin.form.at", { place, sentence });
}

/** Why something was refused that no field is to blame for. */
export function Refused({ sentence }: { sentence: string | null }) {
  if (sentence === null) return null;
  return (
    <p class="error" role="alert" tabindex={-1} autofocus>
      {sentence}
    </p>
  );
}

interface Refusals {
  wrong?: number;
  refused?: string | null;
  late?: Late | null;
}

/** Returns whether a page has to say first that what was sent was refused. */
export function isRefused({ wrong = 0, refused = null, late = null }: Refusals): boolean {
  return wrong > 0 || refused !== null || late !== null;
}
