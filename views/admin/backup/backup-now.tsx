import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { type DrillProps, DrillState, Progress } from "./backup-drill.tsx";
import { Elsewhere, type ElsewhereProps } from "./backup-elsewhere.tsx";
import { Folded } from "./folded.tsx";

export interface BackupStateProps {
  t: Translate;
  state: "ok" | "late" | "none";
  /** Too long ago, or none for too long. */
  isLate: boolean;
  /** Of the last copy, in words. */
  age: string;
  /** The last copy that was opened; `when` and `size` in words. */
  last: { when: string; rows: number; chats: number; size: string; opens: "sheet" | "master" } | null;
}

interface KeptCopy {
  when: string;
  /** Days on which its parts are removed; null = gone. */
  data: string | null;
  keys: string | null;
  isOpened: boolean;
  /** The file of keys that should be gone, but could not be removed. */
  overdue: string | null;
}

export interface BackupNowProps extends BackupStateProps {
  running: DrillProps["running"];
  /** Why the last try made no copy, in words. */
  failed: string | null;
  drill: DrillProps["drill"];
  elsewhere: ElsewhereProps;
  onlyMaster: boolean;
  keysDays: number;
  kept: KeptCopy[];
  /** The sheet is of an earlier Porchlight: copies cannot show that they are ours. */
  isUnproved: boolean;
}

/** How the copies do, read anew by itself while the page is open. */
export function BackupWatched(props: BackupNowProps) {
  const often = props.running || props.elsewhere.store?.isBusy ? "every 2s" : "every 20s";
  return (
    <div id="backup-now" class="copies no-print" hx-get="/admin/backup/state" hx-trigger={often} hx-swap="innerMorph">
      <BackupNow {...props} />
    </div>
  );
}

/** The last copy, the way to a new one, and the earlier ones that are kept. */
export function BackupNow(props: BackupNowProps) {
  const { t, failed, onlyMaster, isUnproved } = props;
  return (
    <>
      <section aria-labelledby="last-title">
        <h2 id="last-title">{t("admin.backup.last_title")}</h2>
        <BackupState {...props} />
        {failed !== null && (
          <p class="error" role="alert">
            {`${t("admin.backup.failed")} ${failed}`}
          </p>
        )}
        <Making {...props} />
        {onlyMaster && (
          <p class="note warn">
            <Marked t={t} text="admin.backup.master" href="/admin/keys" />
          </p>
        )}
        {isUnproved && (
          <p class="note warn">
            <Marked t={t} text="admin.backup.unproved" href="/admin/keys" />
          </p>
        )}
      </section>
      <Elsewhere {...props.elsewhere} />
      <DrillState {...props} />
      <Earlier {...props} />
    </>
  );
}

/** The last copy in a sentence or two, red where something is to be done. */
export function BackupState({ t, state, isLate, age, last }: BackupStateProps) {
  const isWell = state === "ok";
  return (
    <>
      <p class={isLate ? "error" : isWell ? "state ok" : "state warn"}>
        <Icon name={isWell ? "connected" : "urgent"} />
        <b>{t(`admin.backup.state.${state}`)}</b>
      </p>
      {last && <p>{`${t("admin.backup.last", { ...last })} ${t(`admin.backup.opens.${last.opens}`)}`}</p>}
      {state === "late" && <p>{t("admin.backup.late", { age })}</p>}
      {state === "none" && <p>{t(isLate ? "admin.backup.none_late" : "admin.backup.none")}</p>}
    </>
  );
}

/** Button and progress have the same place, so nothing below moves. */
function Making({ t, running }: BackupNowProps) {
  return (
    <div class="making">
      {running && !running.isDrill ? (
        <Progress t={t} running={running} words={t(`admin.backup.step.${running.step}`)} />
      ) : (
        <form method="post" action="/admin/backup" class="row-of">
          <button type="submit" class="main">
            {t("admin.backup.make")}
          </button>
          <p class="hint">{t("admin.backup.make_hint")}</p>
        </form>
      )}
    </div>
  );
}

function Earlier({ t, kept, keysDays }: BackupNowProps) {
  return (
    <Folded id="kept" title={t("admin.backup.kept")} open={kept.some(({ overdue }) => overdue !== null)}>
      <p class="soft">{t("admin.backup.kept.lead", { days: keysDays })}</p>
      {kept.length === 0 ? (
        <p>{t("admin.backup.kept.none")}</p>
      ) : (
        <ul class="list">
          {kept.map((one) => (
            <li>
              <div>
                <p>
                  <b>{one.when}</b>
                  <span class="soft">{` · ${partsOf(t, one)}`}</span>
                </p>
                {!one.isOpened && <p class="soft">{t("admin.backup.kept.unopened")}</p>}
                {one.overdue !== null && (
                  <p class="note warn">{t("admin.backup.kept.overdue", { file: one.overdue })}</p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Folded>
  );
}

function partsOf(t: Translate, { data, keys }: KeptCopy): string {
  const words = [
    ...(data === null ? [] : [t("admin.backup.kept.data", { day: data })]),
    keys === null ? t("admin.backup.kept.no_keys") : t("admin.backup.kept.keys", { day: keys }),
  ];
  return words.join(", ");
}
