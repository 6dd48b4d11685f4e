import type { ShownPartner } from "#src/directory/sharing/partners.ts";
import type { ItemState, SourceDifference } from "#src/directory/sharing/source-items.ts";
import type { Source } from "#src/directory/sharing/sources.ts";
import type { OddHost } from "#src/directory/web-address.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { isRefused, Problems, Refused } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type SourceDraft, SourceFields, type SourceProblem, wrongOf } from "./sharing-form.tsx";
import { Review } from "./source-review.tsx";
import type { DifferenceWords, Told } from "./source-told.tsx";
import { PartnerLines, SourceState } from "./source-words.tsx";

export interface ShownItem {
  id: string;
  state: "new" | "changed" | "gone" | "accepted";
  name: string;
  by: string;
  /** Of a new one, all it says. */
  told: { ways: Told[]; more: Told[] };
  /** Hosts worth a second look that our entry does not have yet. */
  odd: OddHost[];
  /** Of our own; null = none yet. */
  serviceId: string | null;
  alike: { id: string; name: string } | null;
  differences: (SourceDifference & { words: DifferenceWords })[];
}

export interface SourcePageProps {
  frame: StaffFrame;
  source: Source;
  counts: Record<ItemState, number>;
  /** Number edited here since they were taken, if those are shown; null = what waits is shown. */
  edited: number | null;
  taken: { used: number; over: number };
  items: ShownItem[];
  next: string | null;
  partner: ShownPartner | null;
  draft: Pick<SourceDraft, "name" | "accept" | "zone" | "licence">;
  problems: SourceProblem[];
  refused: string | null;
  done: { what: "saved" | "asked" | "taken" | "rejected" | "undone"; n: number; refused: number } | null;
  /** What was just taken and can be undone. */
  run: number | null;
  zone: string;
  now: number;
}

/** A source: what it says that we do not say yet, and how it is read. */
export function SourcePage(props: SourcePageProps) {
  const { frame, source, partner, problems, refused, zone, now } = props;
  const { t } = frame;
  const kind = source.kind === "partner" ? "partner" : "feed";
  return (
    <StaffSheet
      frame={frame}
      title={source.name}
      here="directory"
      wrong={isRefused({ wrong: problems.length, refused })}
    >
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory/sharing">{t("admin.sharing.title")}</a>
      </nav>
      <h1 dir="auto">{source.name}</h1>
      <p class="soft" dir="ltr">
        {source.url}
      </p>
      <Refused sentence={refused} />
      <Problems t={t} wrong={wrongOf(t, problems, kind)} />
      <WhatWasDone {...props} />
      {partner && <PartnerLines t={t} partner={partner} now={now} />}
      <SourceState t={t} source={source} zone={zone} now={now} />
      <Steer t={t} source={source} />
      {kind === "feed" && <Review {...props} />}
      <Values {...props} />
      <Remove {...props} />
    </StaffSheet>
  );
}

function WhatWasDone({ frame: { t }, source, done, run }: SourcePageProps) {
  if (!done) return null;
  const { what, n, refused } = done;
  return (
    <div class="once" id="told">
      <Done
        words={
          what === "asked" && source.lastError
            ? t("admin.source.done.asked_in_vain")
            : t(`admin.source.done.${what}`, { n })
        }
      >
        {what === "taken" && run !== null && (
          <button type="submit" form="undo" class="second">
            {t("admin.history.undo")}
          </button>
        )}
      </Done>
      {run !== null && (
        <form id="undo" method="post" action={`/admin/directory/sources/${source.id}/undo`}>
          <input type="hidden" name="run" value={String(run)} />
        </form>
      )}
      {refused > 0 && <p class="note warn">{t("admin.source.done.refused", { n: refused })}</p>}
    </div>
  );
}

function Steer({ t, source }: { t: Translate; source: Source }) {
  const self = `/admin/directory/sources/${source.id}`;
  return (
    <div class="row-of">
      {source.enabled && (
        <form method="post" action={`${self}/ask`}>
          <button type="submit" class="second">
            {t("admin.source.ask")}
          </button>
        </form>
      )}
      <form method="post" action={self}>
        <button type="submit" class="second" name="do" value={source.enabled ? "pause" : "go_on"}>
          {t(source.enabled ? "admin.source.pause" : "admin.source.go_on")}
        </button>
      </form>
    </div>
  );
}

function Values({ frame: { t }, source, draft, problems }: SourcePageProps) {
  const kind = source.kind === "partner" ? "partner" : "feed";
  return (
    <details class="group" open={problems.some(({ field }) => field !== "entries")}>
      <summary>
        <b>{t("staff.nav.settings")}</b>
      </summary>
      <div class="group-fields">
        <form class="fields" method="post" action={`/admin/directory/sources/${source.id}`} novalidate>
          <SourceFields t={t} draft={draft} wrong={wrongOf(t, problems, kind)} kind={kind} />
          <button type="submit" class="main" name="do" value="save">
            {t("admin.form.save")}
          </button>
        </form>
      </div>
    </details>
  );
}

function Remove({ frame: { t }, source, problems, counts, taken }: SourcePageProps) {
  const waiting = counts.new + counts.changed + counts.gone;
  const wrong = wrongOf(t, problems, "feed").get("entries");
  return (
    <details class="group" open={wrong !== undefined}>
      <summary>
        <b>{t("session.key.remove")}</b>
      </summary>
      <div class="group-fields">
        <form class="fields" method="post" action={`/admin/directory/sources/${source.id}/remove`}>
          {source.kind !== "partner" && (
            <fieldset class="field" id="entries" aria-describedby="entries-wrong">
              <legend>{t("admin.source.remove_entries")}</legend>
              <p>
                {t("admin.source.remove_used", { n: taken.used })}{" "}
                {taken.over > 0 && t("admin.source.remove_over", { n: taken.over })}{" "}
                {waiting > 0 && t("admin.source.remove_waiting", { n: waiting })}
              </p>
              {(["keep", "end"] as const).map((one) => (
                <label class="check">
                  <input type="radio" name="entries" value={one} />
                  {t(`admin.source.remove_entries.${one}`, { n: taken.used })}
                </label>
              ))}
              <p class="wrong" id="entries-wrong">
                {wrong}
              </p>
            </fieldset>
          )}
          <button type="submit" class="second">
            {t("admin.backup.machine.remove", { name: source.name })}
          </button>
        </form>
      </div>
    </details>
  );
}
