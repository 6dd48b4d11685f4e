import type { FeedLook } from "#src/directory/sharing/feed-look.ts";
import type { FeedProblem } from "#src/directory/sharing/feed-text.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { longDates } from "#views/parts/times/days.ts";
import { feedProblemKey, LinesThere } from "./source-words.tsx";

interface SourceFormProps {
  t: Translate;
  draft: SourceDraft;
  problems: SourceProblem[];
  /** Someone has looked at what is there, so it can be read from now on. */
  isFound: boolean;
}

/** Form for an address to read from; first it is only looked at. */
export function SourceForm({ t, draft, problems, isFound }: SourceFormProps) {
  const wrong = wrongOf(t, problems, draft.kind);
  const { kind } = draft;
  return (
    <form class="fields" method="post" action={`/admin/directory/sharing/add#${sectionOf[kind]}`} novalidate>
      <input type="hidden" name="kind" value={kind} />
      <TextField
        name={addressField[kind]}
        label={t("admin.sharing.address")}
        hint={t(`admin.sharing.address_hint.${kind}`)}
        error={wrong.get(addressField[kind])}
        value={draft.address}
        autocomplete="off"
        exact
        inputmode="url"
      />
      {isFound && (
        <>
          <SourceFields t={t} draft={draft} wrong={wrong} kind={kind} />
          <p class="row-of">
            <button type="submit" class="main" name="do" value="add">
              {t(`admin.sharing.add_yes.${kind}`)}
            </button>
            <button type="submit" class="second" name="do" value="look">
              {t("admin.sharing.look")}
            </button>
          </p>
        </>
      )}
      {!isFound && (
        <button type="submit" class="main" name="do" value="look">
          {t("admin.sharing.look")}
        </button>
      )}
    </form>
  );
}

const sectionOf = { feed: "subscribe", partner: "partners" } as const;

/** Settings of a source, apart from its address. */
export function SourceFields(props: {
  t: Translate;
  draft: Pick<SourceDraft, "name" | "accept" | "zone" | "licence">;
  wrong: ReadonlyMap<string, string>;
  kind: SourceDraft["kind"];
}) {
  const { t, draft, wrong, kind } = props;
  return (
    <>
      <TextField
        name="name"
        label={t("admin.entry.name")}
        hint={t(`admin.sharing.name_hint.${kind}`)}
        error={wrong.get("name")}
        value={draft.name}
        autocomplete="off"
      />
      {kind === "feed" && (
        <>
          <fieldset class="field">
            <legend>{t("admin.sharing.accept")}</legend>
            {(["review", "auto"] as const).map((one) => (
              <label class="check">
                <input type="radio" name="accept" value={one} checked={draft.accept === one} />
                {t(`admin.sharing.accept.${one}`)}
              </label>
            ))}
          </fieldset>
          <TextField
            name="zone"
            label={t("admin.hours.zone")}
            hint={t("admin.import.zone_hint")}
            error={wrong.get("zone")}
            value={draft.zone}
            autocomplete="off"
          />
          <TextField
            name="licence"
            label={t("admin.sharing.licence")}
            hint={t("admin.sharing.licence_hint")}
            error={wrong.get("licence")}
            value={draft.licence}
            autocomplete="off"
            optional
          />
        </>
      )}
    </>
  );
}

/** Shows what was found at an address before anything is kept. */
export function FoundThere({ t, found, now }: { t: Translate; found: Found; now: number }) {
  if (found.what === "helpline") {
    return (
      <div class="once" role="status">
        <p>{t("admin.sharing.found.helpline", { name: found.name })}</p>
        <LinesThere t={t} lines={found.lines} now={now} />
      </div>
    );
  }
  const { what, version, services, changed, names } = found;
  const format = what === "csv" ? "CSV" : ["HSDS", version].filter(Boolean).join(" ");
  const date = new Date(Date.parse(changed) || 0).toISOString().slice(0, 10);
  return (
    <div class="once" role="status">
      <p>
        {t("admin.sharing.found.feed", { format, n: services })}{" "}
        {date > "1970-01-01" && t("admin.sharing.found.changed", { date: longDates(t.language, date, date) })}
      </p>
      {names.length > 0 && <p dir="auto">{t("admin.sharing.found.names", { names: names.join("; ") })}</p>}
    </div>
  );
}

export interface SourceDraft {
  kind: "feed" | "partner";
  address: string;
  name: string;
  accept: "review" | "auto";
  zone: string;
  licence: string;
}

export type Found = FeedLook;

export interface SourceProblem {
  field: "address" | "name" | "zone" | "licence" | "entries";
  problem: FeedProblem | "missing" | "bad_name" | "bad_zone" | "too_long" | "taken" | "too_many";
}

/** Field ids of the address: both forms stand on one page. */
export const addressField = { feed: "address", partner: "partner" } as const;

/** Returns what is wrong with a source, by field id. */
export function wrongOf(t: Translate, problems: SourceProblem[], kind: SourceDraft["kind"]): Map<string, string> {
  const idOf = (field: SourceProblem["field"]) => (field === "address" ? addressField[kind] : field);
  return new Map(problems.map(({ field, problem }) => [idOf(field), t(feedProblemKey(problem))]));
}
