import type { LinkCheck } from "#src/directory/care/link-check.ts";
import type { Method } from "#src/directory/care/verification.ts";
import type { Way } from "#src/directory/entry/card.ts";
import type { Status, Visibility } from "#src/directory/entry/entry.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import {
  Reports,
  type ShownReport,
  type ShownVerification,
  VerifyForms,
  verificationInWords,
} from "#views/admin/entry/entry-care.tsx";
import { Links } from "#views/admin/entry/entry-links.tsx";
import { statusKey } from "#views/admin/entry/entry-more.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { type StarterFacts, ToCheck } from "./starter.tsx";

export interface ShownPlace {
  id: string;
  versionId: number;
  name: string;
  organization: { id: string; name: string };
  summary: string;
  status: Status;
  visibility: Visibility;
  emergency: boolean;
  standing: string;
  isDue: boolean;
  /** Times it was sent or shown in the last 90 days. */
  used: number;
  /** null = our own. */
  source: string | null;
  ways: Way[];
  reports: ShownReport[];
  links: Pick<LinkCheck, "url" | "result" | "status" | "movedTo">[];
  lastTry: ShownVerification | null;
  /** What is known of a starter place that has to be checked; null for any other. */
  toCheck: StarterFacts | null;
}

export interface RowProps {
  t: Translate;
  place: ShownPlace;
  zone: string;
  methods: readonly Method[];
  back: string;
}

/** An entry in the list: what it is, whether it still holds, and what to do about that with one press. */
export function PlaceRow({ t, place, zone, methods, back }: RowProps) {
  const { id, versionId, name, organization, summary, standing, isDue, ways, lastTry, toCheck } = place;
  return (
    <li class="place-row" id={`place-${id}`}>
      <div class="place-head">
        <label class="check">
          <input type="checkbox" form="bulk" name="place" value={`${id} ${versionId}`} />
          <span class="sr">{t("admin.directory.tick", { name })}</span>
        </label>
        <div>
          <h2 dir="auto">
            <a href={`/admin/directory/${id}`}>{name}</a>
          </h2>
          <p class="soft small" dir="auto">
            {organization.name !== name && (
              <>
                <a href={`/admin/directory/organizations/${organization.id}`}>{organization.name}</a>
                {" · "}
              </>
            )}
            {factsOf(t, place).join(" · ")}
          </p>
          {summary !== "" && <p dir="auto">{summary}</p>}
        </div>
      </div>
      <p class={isDue ? "state warn" : "state"}>{standing}</p>
      {lastTry && (
        <p class="soft small" dir="auto">
          {verificationInWords(t, lastTry, zone)}
        </p>
      )}
      {ways.length > 0 && (
        <p class="row-of place-ways">
          {ways.map(({ value, link }) =>
            link && !toCheck?.isEmergency ? (
              <a
                href={link}
                rel="noreferrer noopener"
                target={link.startsWith("http") ? "_blank" : undefined}
                dir="ltr"
              >
                {value}
              </a>
            ) : (
              <span dir="auto">{value}</span>
            ),
          )}
        </p>
      )}
      {toCheck && <ToCheck t={t} facts={toCheck} />}
      <Reports t={t} id={id} zone={zone} reports={place.reports} back={back} />
      <Links t={t} id={id} basedOn={versionId} links={place.links} back={back} />
      <VerifyForms t={t} id={id} basedOn={versionId} methods={toCheck?.methods ?? methods} back={back} name={name} />
    </li>
  );
}

function factsOf(t: Translate, { status, visibility, emergency, source, used }: ShownPlace): string[] {
  return [
    `${t("admin.entry.visibility")}: ${t(`admin.entry.visibility.${visibility}`)}`,
    ...(status === "active" ? [] : [t(statusKey(status))]),
    ...(emergency ? [t("admin.entry.emergency")] : []),
    ...(source === null ? [] : [t("admin.directory.from", { source })]),
    ...(used > 0 ? [t("admin.directory.used", { n: used })] : []),
  ];
}

/** A row that was just dealt with, shown where it stood. */
export function DoneRow(props: {
  t: Translate;
  done: { name: string; id: string; words: string; saved: number };
  back: string;
}) {
  const { t, done, back } = props;
  return (
    <li class="place-row place-done" id="done" tabindex={-1}>
      <p class="state ok" role="status">
        <Icon name="connected" />
        <span dir="auto">
          <a href={`/admin/directory/${done.id}`}>{done.name}</a>
          {`: ${done.words}`}
        </span>
      </p>
      {done.saved > 0 && <UndoForm t={t} saved={done.saved} back={back} />}
    </li>
  );
}

/** Form that undoes what was just done to one or several entries. */
export function UndoForm({ t, saved, back }: { t: Translate; saved: number; back: string }) {
  return (
    <form method="post" action="/admin/directory/undo">
      <input type="hidden" name="back" value={back} />
      <button type="submit" class="second" name="change" value={String(saved)}>
        {t("admin.history.undo")}
      </button>
    </form>
  );
}
