import type { EntryProblem } from "#src/directory/entry/check.ts";
import type { Organization } from "#src/directory/entry/entry.ts";
import { Area } from "#views/admin/entry/entry-field.tsx";
import { Field, type Fields } from "#views/admin/hours/hours-field.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems } from "#views/parts/told/problems.tsx";
import { History, type HistoryProps } from "../history.tsx";
import { SaveBar } from "../save-bar.tsx";

type OrganizationProblem = "missing" | "too_long" | "not_an_address" | "not_a_mail";

export interface OrganizationProps {
  frame: StaffFrame;
  id: string;
  name: string;
  draft: Organization;
  basedOn: number;
  problems: { field: keyof Organization; problem: OrganizationProblem; length?: EntryProblem["length"] }[];
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  services: { id: string; name: string }[];
  history: Pick<HistoryProps, "zone" | "changes">;
}

/** An organization: its name, addresses and entries. */
export function OrganizationPage(props: OrganizationProps) {
  const { frame, id, name, draft, basedOn, problems, saved, unsaved, late, services, history } = props;
  const { t } = frame;
  const self = `/admin/directory/organizations/${id}`;
  const wrong = new Map(
    problems.map(({ field, problem, length }) => [field as string, t(`admin.entry.problem.${problem}`, length ?? {})]),
  );
  const fields: Fields = { t, wrong, warned: new Map(), spans: new Map(), cursor: null, told: new Set() };
  const field = (one: "alternateName" | "website" | "email") => (
    <Field
      fields={fields}
      name={one}
      label={t(`admin.entry.${one}`)}
      value={draft[one]}
      dir={one === "alternateName" ? "auto" : "ltr"}
    />
  );
  return (
    <StaffSheet frame={frame} title={name} here="directory" wrong={isRefused({ wrong: problems.length, late })}>
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
      </nav>
      <h1 dir="auto">{name}</h1>
      <TooLate t={t} zone={history.zone} late={late} look={self} />
      <Problems t={t} wrong={wrong} />
      <form class="fields" id="organization" method="post" action={self} novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <Field fields={fields} name="name" label={t("admin.entry.name")} value={draft.name} dir="auto" />
        {field("alternateName")}
        <Area fields={fields} name="description" label={t("admin.entry.description")} value={draft.description} />
        {field("website")}
        {field("email")}
        <SaveBar t={t} saved={saved} unsaved={unsaved} />
      </form>
      <section aria-labelledby="services-title">
        <h2 id="services-title">{t("admin.directory.places", { n: services.length })}</h2>
        <ul class="list">
          {services.map((one) => (
            <li dir="auto">
              <a href={`/admin/directory/${one.id}`}>{one.name}</a>
            </li>
          ))}
        </ul>
      </section>
      <History
        t={t}
        undo={{ action: `${self}/undo` }}
        none={t("admin.entry.history_none")}
        saved={saved}
        {...history}
      />
    </StaffSheet>
  );
}
