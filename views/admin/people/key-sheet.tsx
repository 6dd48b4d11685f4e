import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { PrintButton } from "#views/parts/told/command.tsx";

/** Which words of a sheet are asked for: positions from 0. */
export interface Asked {
  sheetId: number;
  places: [number, number];
}

/** Asks for two words that show the paper is at hand. */
export function Prove(props: { t: Translate; asked: Asked; words: [string, string]; error: string | undefined }) {
  const { t, asked, words, error } = props;
  return (
    <form class="fields" method="post" action="/admin/keys/prove" autocomplete="off">
      <p class="hint">{t("admin.keys.prove_hint")}</p>
      <input type="hidden" name="sheet" value={asked.sheetId} />
      {asked.places.map((place, i) => (
        <TextField
          name={`word-${i}`}
          label={t("admin.keys.word", { n: place + 1 })}
          value={words[i]}
          error={i === 0 ? error : undefined}
          autocomplete="off"
          exact
        />
      ))}
      <div>
        <button type="submit" class="main">
          {t("admin.keys.prove")}
        </button>
      </div>
    </form>
  );
}

interface SheetPageProps {
  frame: StaffFrame;
  helpline: string;
  groups: string[];
  words: string[];
  /** Of the master key; null while that is missing. */
  fingerprint: string | null;
  asked: Asked;
  at: number;
  zone: string;
}

/** The recovery sheet for printing, shown only once. */
export function SheetPage(props: SheetPageProps) {
  const { frame, helpline, groups, words, fingerprint, asked, at, zone } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.keys.sheet")} here="keys" isPaper>
      <p class="note warn no-print">{t("admin.keys.paper.print")}</p>
      <div class="no-print">
        <PrintButton t={t} />
      </div>
      <article class="paper">
        <h1>{t("admin.keys.paper.title", { name: helpline })}</h1>
        <p>{t("admin.keys.paper.made", { when: t.dateTime(at, zone) })}</p>
        <p>{t("admin.keys.paper.what")}</p>
        <h2>{t("admin.keys.paper.key")}</h2>
        <p class="secret">
          {groups.map((group) => (
            <code>{group}</code>
          ))}
        </p>
        <h2>{t("admin.keys.paper.words")}</h2>
        <ol class="check-words">
          {words.map((word) => (
            <li>
              <code>{word}</code>
            </li>
          ))}
        </ol>
        <h2>{t("admin.keys.paper.use")}</h2>
        <p>{t("admin.keys.paper.use_page", { part: t("admin.keys.use") })}</p>
        <p>
          {t("admin.keys.paper.use_shell")} <code>{t("admin.keys.paper.command")}</code>
        </p>
        <p>
          {t("admin.keys.paper.use_copies")} <code>{t("admin.keys.paper.restore")}</code>
        </p>
        {fingerprint && (
          <p>
            {t("admin.keys.paper.fingerprint")} <code>{fingerprint}</code>
          </p>
        )}
      </article>
      <section class="no-print" aria-labelledby="then-title">
        <h2 id="then-title">{t("admin.keys.prove")}</h2>
        <Prove t={t} asked={asked} words={["", ""]} error={undefined} />
      </section>
    </StaffSheet>
  );
}
