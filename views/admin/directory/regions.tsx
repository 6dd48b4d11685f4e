import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";

export interface ShownRegion {
  code: string;
  name: string;
  /** Number of countries and regions it lies in. */
  depth: number;
  /** Countries cannot be renamed. */
  isCountry: boolean;
  places: number;
  hasParts: boolean;
}

export interface RegionsProps {
  frame: StaffFrame;
  regions: ShownRegion[];
  /** Code and name of what a new region can lie in. */
  parents: [string, string][];
  draft: { name: string; parent: string };
  /** `code`: the refused region, null for a new one. `name`: as typed. */
  problem: { code: string | null; kind: RegionProblem; name: string | null } | null;
  done: string | null;
}

export type RegionProblem = "no_name" | "too_long" | "taken" | "no_parent" | "in_use" | "too_many";

/** Names for the parts of countries, so that an entry can say where it helps. */
export function Regions({ frame, regions, parents, draft, problem, done }: RegionsProps) {
  const { t } = frame;
  const sentence = problem && t(`admin.directory.region.problem.${problem.kind}`);
  const error = problem && problem.code === null ? (sentence ?? undefined) : undefined;
  const wrong = new Map(problem && sentence ? [[problem.code ? `region-${problem.code}` : "name", sentence]] : []);
  return (
    <StaffSheet frame={frame} title={t("admin.directory.regions")} here="directory" wrong={problem !== null}>
      <nav class="tabs" aria-label={t("staff.nav.directory")}>
        <a href="/admin/directory">{t("admin.directory.all")}</a>
      </nav>
      <h1>{t("admin.directory.regions")}</h1>
      <p class="lead">{t("admin.directory.regions_lead")}</p>
      <Problems t={t} wrong={wrong} />
      {done && <Done words={done} />}
      <ul class="list">
        {regions.map((region) => (
          <li id={`region-${region.code}`}>
            <RegionRow
              t={t}
              region={region}
              refused={problem?.code === region.code ? { sentence: sentence ?? "", name: problem.name } : null}
            />
          </li>
        ))}
      </ul>
      <section aria-labelledby="new-title">
        <h2 id="new-title">{t("admin.directory.region_add")}</h2>
        <form class="fields" method="post" action="/admin/directory/regions" novalidate>
          <TextField name="name" label={t("admin.entry.name")} value={draft.name} error={error} autocomplete="off" />
          <div class="field">
            <label for="parent">{t("admin.directory.region_parent")}</label>
            <select id="parent" name="parent">
              {parents.map(([code, name]) => (
                <option value={code} selected={code === draft.parent}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" class="main">
            {t("admin.directory.region_add")}
          </button>
        </form>
      </section>
    </StaffSheet>
  );
}

function RegionRow(props: {
  t: Translate;
  region: ShownRegion;
  refused: { sentence: string; name: string | null } | null;
}) {
  const { t, region, refused } = props;
  const { code, name, depth, isCountry, places, hasParts } = region;
  return (
    <>
      <div dir="auto">
        <p>
          {"– ".repeat(depth)}
          <b>{name}</b>
        </p>
        <p class="soft small">{t("admin.directory.places", { n: places })}</p>
      </div>
      {!isCountry && (
        <details class="ask" open={refused !== null}>
          <summary class="quiet">
            {t("admin.lines.change")}
            <span class="sr">{`: ${name}`}</span>
          </summary>
          <form method="post" action={`/admin/directory/regions/${code}`}>
            <label class="field">
              <b>{t("admin.entry.name")}</b>
              <input
                name="name"
                value={refused?.name ?? name}
                autocomplete="off"
                dir="auto"
                aria-invalid={refused?.name == null ? undefined : "true"}
                aria-describedby={refused ? `wrong-${code}` : undefined}
              />
            </label>
            {refused && (
              <p class="wrong" id={`wrong-${code}`}>
                {refused.sentence}
              </p>
            )}
            <p class="row-of">
              <button type="submit" class="main" name="do" value="rename">
                {t("admin.form.save")}
              </button>
              {places === 0 && !hasParts && (
                <button type="submit" class="second" name="do" value="remove">
                  {t("admin.hours.remove", { what: name })}
                </button>
              )}
            </p>
          </form>
        </details>
      )}
    </>
  );
}
