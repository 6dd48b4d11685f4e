import type { Status, Visibility } from "#src/directory/entry/entry.ts";
import type { Topic } from "#src/directory/topics.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { statusKey } from "#views/admin/entry/entry-more.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { languageName } from "#views/parts/language-name.ts";
import { Refused } from "#views/parts/told/problems.tsx";

export interface BulkChoices {
  visibilities: readonly Visibility[];
  statuses: readonly Status[];
  topics: readonly Topic[];
  languages: readonly string[];
  regions: { code: string; name: string }[];
  /** Most entries in one go. */
  most: number;
}

/** Fields for changing the ticked entries; submitting first shows what would happen. */
export function BulkFields({ t, bulk, query }: { t: Translate; bulk: BulkChoices; query: string }) {
  return (
    <form class="bulk field" id="bulk" method="post" action="/admin/directory/bulk">
      <input type="hidden" name="back" value={query} />
      <label for="step">{t("admin.directory.bulk")}</label>
      <p class="hint" id="step-hint">
        {t("admin.directory.bulk_hint", { most: bulk.most })}
      </p>
      <div class="row-of">
        <select id="step" name="step" aria-describedby="step-hint">
          <option value="">–</option>
          {choicesOf(t, bulk).map(([label, options]) => (
            <optgroup label={label}>
              {options.map(([value, words]) => (
                <option value={value}>{words}</option>
              ))}
            </optgroup>
          ))}
        </select>
        <button type="submit" class="second" name="do" value="look">
          {t("admin.hours.preview_button")}
        </button>
      </div>
    </form>
  );
}

function choicesOf(t: Translate, bulk: BulkChoices): [string, [string, string][]][] {
  const topics = bulk.topics.map((one) => [one, t(`topic.${one}`)] as const);
  const languages = bulk.languages.map((one) => [one, languageName(t, one)] as const);
  const regions = bulk.regions.map(({ code, name }) => [code, name] as const);
  const lists = [
    ["topics", topics],
    ["languages", languages],
    ["regions", regions],
  ] as const;
  const parts = lists.flatMap(([list, all]) =>
    (["add", "remove"] as const).map((verb): [string, [string, string][]] => [
      t(`admin.directory.bulk.${verb}.${list}`),
      all.map(([value, name]) => [`${verb} ${list} ${value}`, name]),
    ]),
  );
  return [
    [t("admin.directory.confirm"), [["confirm", t("admin.directory.bulk.confirm")]]],
    [
      t("admin.entry.visibility"),
      bulk.visibilities.map((one) => [`visibility ${one}`, t(`admin.entry.visibility.${one}`)]),
    ],
    [t("admin.entry.status"), bulk.statuses.map((one) => [`status ${one}`, t(statusKey(one))])],
    ...parts.filter(([, options]) => options.length > 0),
  ];
}

interface BulkProps {
  frame: StaffFrame;
  step: string;
  words: string;
  places: { id: string; versionId: number; name: string; did: string[] }[];
  query: string;
  refused: string | null;
}

/** Shows what a bulk step would do to each ticked entry, before it is done. */
export function Bulk({ frame, step, words, places, query, refused }: BulkProps) {
  const { t } = frame;
  const changed = places.filter(({ did }) => did.length > 0);
  return (
    <StaffSheet frame={frame} title={t("admin.directory.bulk")} here="directory" wrong={refused !== null}>
      <h1>{t("admin.directory.bulk")}</h1>
      <Refused sentence={refused} />
      {step !== "" && places.length > 0 && (
        <p class="lead">{t("admin.directory.bulk_will", { words, n: changed.length })}</p>
      )}
      <ul class="list">
        {changed.map(({ id, name, did }) => (
          <li>
            <div dir="auto">
              <a href={`/admin/directory/${id}`}>{name}</a>
              <p class="soft small">{did.join("; ")}</p>
            </div>
          </li>
        ))}
      </ul>
      <form method="post" action="/admin/directory/bulk" class="row-of">
        <input type="hidden" name="back" value={query} />
        <input type="hidden" name="step" value={step} />
        {places.map(({ id, versionId }) => (
          <input type="hidden" name="place" value={`${id} ${versionId}`} />
        ))}
        {changed.length > 0 && (
          <button type="submit" class="main" name="do" value="apply">
            {t("admin.directory.bulk_yes", { n: changed.length })}
          </button>
        )}
        <a class="second" href={`/admin/directory?${query}`}>
          {t("admin.directory.all")}
        </a>
      </form>
    </StaffSheet>
  );
}
