import type { CareWeek } from "#src/directory/care/week.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

export interface WeekCounts {
  verified: number;
  changed: number;
  reported: number;
}

interface Happened {
  at: number;
  who: string | null;
}

interface DirectoryWeekProps {
  frame: StaffFrame;
  zone: string;
  from: number;
  to: number;
  /** By id; deleted entries have no name. */
  names: Map<string, string>;
  verified: (Omit<CareWeek["verified"][number], "actor"> & Happened)[];
  changed: (Omit<CareWeek["changed"][number], "actor"> & Happened)[];
  deleted: (Omit<CareWeek["deleted"][number], "actor"> & Happened)[];
  imported: (Omit<CareWeek["imported"][number], "actor"> & Happened)[];
  reported: (Omit<CareWeek["reported"][number], "actor"> & Happened)[];
  used: CareWeek["used"];
  dueNext: string[];
  unchecked: number;
}

/** Smaller numbers could point at one person. */
const leastTold = 5;

/** Shows what was verified, changed and reported in a week, and what the next week asks for. */
export function DirectoryWeek(props: DirectoryWeekProps) {
  const { frame, zone, from, to, names, verified, changed, deleted, imported, reported, used, dueNext, unchecked } =
    props;
  const { t } = frame;
  const place = (id: string) => <Place id={id} name={names.get(id)} t={t} />;
  return (
    <StaffSheet frame={frame} title={t("admin.directory.week")} here="directory">
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
      </nav>
      <h1>{t("admin.directory.week")}</h1>
      <p class="lead">{`${t.dateTime(from, zone)} – ${t.dateTime(to, zone)}`}</p>
      <Part t={t} id="verified" n={verified.length}>
        {verified.map((one) => (
          <li>
            <span dir="auto">
              {place(one.serviceId)}
              {`: ${t(`admin.directory.outcome.${one.outcome}`, { method: t(`admin.directory.method.${one.method}`) })}`}
            </span>
            <By t={t} zone={zone} {...one} />
          </li>
        ))}
      </Part>
      <Part t={t} id="changed" n={changed.length + deleted.length + imported.length}>
        {imported.map((one) => (
          <li>
            <span dir="auto">{t("admin.entry.did.imported", { file: one.fileName })}</span>
            <By t={t} zone={zone} {...one} />
          </li>
        ))}
        {deleted.map((one) => (
          <li>
            <span dir="auto">
              <a href="/admin/directory/deleted">{one.name}</a>
              {` (${t("admin.directory.deleted_so")})`}
            </span>
            <By t={t} zone={zone} {...one} />
          </li>
        ))}
        {changed.map((one) => (
          <li>
            <span dir="auto">
              {place(one.serviceId)}
              {one.isNew && ` (${t("admin.entry.did.made")})`}
            </span>
            <By t={t} zone={zone} {...one} />
          </li>
        ))}
      </Part>
      <Part t={t} id="reported" n={reported.length}>
        {reported.map((one) => (
          <li>
            <span dir="auto">
              {place(one.serviceId)}
              {`: ${t(`staff.report.reason.${one.reason}`)}`}
              {one.resolvedAt !== null && ` (${t("admin.directory.resolved")})`}
            </span>
            <By t={t} zone={zone} {...one} />
          </li>
        ))}
      </Part>
      <Part t={t} id="used" n={used.length}>
        {used.map(({ serviceId, n }) => (
          <li>
            <span dir="auto">{place(serviceId)}</span>
            <span class="soft">{n < leastTold ? `< ${leastTold}` : n}</span>
          </li>
        ))}
      </Part>
      <Part t={t} id="next" n={dueNext.length}>
        {dueNext.map((id) => (
          <li dir="auto">{place(id)}</li>
        ))}
      </Part>
      {unchecked > 0 && (
        <p>
          <a href="/admin/directory?show=unchecked">{t("admin.directory.unchecked", { n: unchecked })}</a>
        </p>
      )}
    </StaffSheet>
  );
}

type PartName = "verified" | "changed" | "reported" | "used" | "next";

function Part({ t, id, n, children }: { t: Translate; id: PartName; n: number; children?: unknown }) {
  return (
    <section aria-labelledby={`${id}-title`} id={id}>
      <h2 id={`${id}-title`}>{t(`admin.directory.week.${id}`)}</h2>
      {n === 0 ? <p class="soft">{t("admin.directory.week_none")}</p> : <ul class="list">{children}</ul>}
    </section>
  );
}

function Place({ t, id, name }: { t: Translate; id: string; name: string | undefined }) {
  if (name === undefined) return <i>{t("admin.directory.deleted_so")}</i>;
  return <a href={`/admin/directory/${id}`}>{name}</a>;
}

function By({ t, zone, at, who }: Happened & { t: Translate; zone: string }) {
  return <span class="soft small">{`${who ?? t("admin.history.by_porchlight")}, ${t.dateTime(at, zone)}`}</span>;
}
