import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { TextGroup } from "#src/settings/texts/youth-texts.ts";
import { textId, textsAddress } from "./texts-place.ts";

export interface ShownOwnText {
  name: string;
  key: string;
  /** null = none that Porchlight has. */
  language: Language | null;
  /** null = young people read it nowhere. */
  group: TextGroup | null;
  text: string;
  /** Standard text when it was written, and now; "" = none. */
  before: string;
  now: string;
  /** Whether young people read it: yes; yes, though the standard text changed; no, since an update. */
  state: "stands" | "changed" | "unfit" | "gone" | "long";
  /** Bytes by which its mail is too long. */
  over: number;
}

/** The changed texts: first those an update left behind, then the rest, each with a link. */
export function OwnTexts({ t, own }: { t: Translate; own: ShownOwnText[] }) {
  const old = own.filter(({ state }) => state !== "stands");
  const rest = own.filter(({ state }) => state === "stands");
  return (
    <section aria-labelledby="own-title">
      <h2 id="own-title">{t("admin.texts.own_list")}</h2>
      {own.length === 0 && <p class="hint">{t("admin.texts.own_none")}</p>}
      {old.map((one) => (
        <Old t={t} one={one} />
      ))}
      {rest.length > 0 && (
        <details class="group" id="own">
          <summary>
            <b>{t("admin.texts.own_count", { n: rest.length })}</b>
          </summary>
          <ul class="group-fields list">
            {rest.map((one) => (
              <li>
                <a href={fieldAddress(one)} lang={one.language ?? undefined}>
                  {one.text}
                </a>
                <span class="soft small">{placeOf(t, one)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Old({ t, one }: { t: Translate; one: ShownOwnText }) {
  const { name, key, language, group, text, before, now, state, over } = one;
  return (
    <div class="once old-text">
      <p>
        {state === "long"
          ? t("admin.texts.long", { over })
          : t(`admin.texts.old_${state as "changed" | "unfit" | "gone"}`)}
      </p>
      <p class="small soft">
        {placeOf(t, one)} · <code>{key}</code>
      </p>
      <dl class="about-line" lang={language ?? undefined}>
        {before !== "" && before !== now && <Said t={t} what="before" text={before} />}
        {now !== "" && <Said t={t} what="now" text={now} />}
        <Said t={t} what="yours" text={text} />
      </dl>
      <div class="row-of">
        {state === "changed" && (
          <button type="submit" class="second" name="do" value={`keep ${name}`}>
            {t("admin.texts.keep")}
            <span class="sr">{`: ${text}`}</span>
          </button>
        )}
        {language && group && (
          <a class="second" href={fieldAddress(one)}>
            {t("admin.lines.change")}
            <span class="sr">{`: ${text}`}</span>
          </a>
        )}
        <button type="submit" class="second" name="do" value={`reset ${name}`}>
          {t(state === "gone" ? "session.key.remove" : "admin.texts.reset")}
          <span class="sr">{`: ${text}`}</span>
        </button>
      </div>
    </div>
  );
}

function Said({ t, what, text }: { t: Translate; what: "before" | "now" | "yours"; text: string }) {
  return (
    <>
      <dt lang={t.language}>{t(`admin.texts.${what}`)}</dt>
      <dd dir="auto">{text}</dd>
    </>
  );
}

function placeOf(t: Translate, { language, group }: ShownOwnText): string {
  const where = group ? t(`admin.texts.group.${group}`) : null;
  return [language && languageNames[language], where].filter(Boolean).join(" · ");
}

function fieldAddress({ key, language, group }: ShownOwnText): string {
  if (!language || !group) return "#own-title";
  return `${textsAddress({ language, group, q: "" })}#${textId(key)}`;
}
