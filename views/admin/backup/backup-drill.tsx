import type { Translate } from "#src/i18n/i18n.ts";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { Folded } from "./folded.tsx";

type CopyStep = "copying" | "sealing" | "opening";
type Step = CopyStep | "restoring" | "starting";

/** `percent` is null where nobody can tell. */
type Running = { percent: number | null } & ({ isDrill: false; step: CopyStep } | { isDrill: true; step: Step });

export interface DrillProps {
  t: Translate;
  running: Running | null;
  drill: {
    /** The last one that came to its end; its day and times in words. */
    last: { day: string; took: string; steps: Record<Step, string> } | null;
    isDue: boolean;
    /** Why the last try failed, in words. */
    failed: string | null;
  };
}

/** When the last drill was and what it took, or how far one is that runs. */
export function DrillState({ t, running, drill }: DrillProps) {
  const { last, isDue, failed } = drill;
  return (
    <section id="drill" aria-labelledby="drill-title">
      <h2 id="drill-title">{t("admin.backup.drill")}</h2>
      <p class={isDue ? "state warn" : "state ok"}>
        <Icon name={isDue ? "urgent" : "connected"} />
        <b>{last ? t("admin.backup.drill.last", { day: last.day, took: last.took }) : t("admin.backup.drill.none")}</b>
      </p>
      {last && <p class="soft">{t("admin.backup.drill.took", last.steps)}</p>}
      {isDue && <p>{t(last ? "admin.backup.drill.due" : "admin.backup.drill.monthly")}</p>}
      {failed !== null && (
        <p class="error" role="alert">
          {`${t("admin.backup.drill.failed")} ${failed}`}
        </p>
      )}
      {running?.isDrill && (
        <div class="making">
          <Progress t={t} running={running} words={t(`admin.backup.drill.step.${running.step}`)} />
        </div>
      )}
    </section>
  );
}

/** The last drill in a sentence or two. */
export function LastDrill({ t, drill: { last, isDue } }: Pick<DrillProps, "t" | "drill">) {
  return (
    <>
      <p>{last ? t("admin.backup.drill.last", { day: last.day, took: last.took }) : t("admin.backup.drill.none")}</p>
      {isDue && <p>{t(last ? "admin.backup.drill.due" : "admin.backup.drill.monthly")}</p>}
    </>
  );
}

/** How far a copy or a drill is. */
export function Progress({ t, running, words }: { t: Translate; running: Running; words: string }) {
  const { percent } = running;
  return (
    <>
      <p>
        <span role="status">{words}</span>
        {percent !== null && <span class="soft">{` ${percentIn(t, percent)}`}</span>}
      </p>
      <progress max={100} value={percent ?? undefined} aria-label={words} />
      <noscript>
        <p>
          <a href="/admin/backup">{t("admin.backup.reload")}</a>
        </p>
      </noscript>
    </>
  );
}

const percentIn = ({ language }: Translate, percent: number) =>
  new Intl.NumberFormat(language, { style: "percent" }).format(percent / 100);

export interface DrillFormProps {
  t: Translate;
  /** Which words of the sheet that opens copies are asked for (places from 0), and the day it was made; null = there is none. */
  asked: { sheetId: number; places: [number, number]; made: string } | null;
  words: [string, string];
  error: string | null;
}

/** Begins a drill; not read anew by itself, so that nothing is lost that is being typed. */
export function DrillForm({ t, asked, words, error }: DrillFormProps) {
  return (
    <Folded id="run-drill" title={t("admin.backup.drill.run")} open={error !== null}>
      <p>{t("admin.backup.drill.lead")}</p>
      <form class="fields" method="post" action="/admin/backup/drill" autocomplete="off">
        {asked === null && (
          <p class="note warn">
            <Marked t={t} text="admin.backup.drill.no_sheet" href="/admin/keys" />
          </p>
        )}
        {asked && (
          <>
            <p class="hint">{t("admin.backup.drill.words", { made: asked.made })}</p>
            <input type="hidden" name="sheet" value={asked.sheetId} />
            {asked.places.map((place, i) => (
              <TextField
                name={`word-${i}`}
                label={t("admin.keys.word", { n: place + 1 })}
                value={words[i]}
                error={i === 0 && error !== null ? error : undefined}
                autocomplete="off"
                exact
              />
            ))}
          </>
        )}
        <div>
          <button type="submit" class="second">
            {t("admin.backup.drill.run")}
          </button>
        </div>
      </form>
    </Folded>
  );
}
