import { asStaff } from "#src/db/db.ts";
import { type BulkStep, changeTogether, isHasty, maxTogether, stepped } from "#src/directory/entry/bulk.ts";
import { statuses } from "#src/directory/entry/entry.ts";
import { service } from "#src/directory/entry/services.ts";
import { knownRegions, regionName, regionNames } from "#src/directory/regions.ts";
import { todayOf } from "#src/directory/search/today.ts";
import { isTopic, serviceTopics } from "#src/directory/topics.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { chosenByHand } from "#src/http/admin/entry/entry-choices.ts";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { backTo } from "#src/http/server/pages.ts";
import { languages, type Translate } from "#src/i18n/i18n.ts";
import { Bulk, type BulkChoices } from "#views/admin/directory/directory-bulk.tsx";
import { entryInWords } from "#views/admin/entry/entry-history.tsx";
import { statusKey } from "#views/admin/entry/entry-more.tsx";
import { languageName } from "#views/parts/language-name.ts";

/** Returns what can be done to several entries at once. */
export function bulkChoices({ db }: Helpline, t: Translate): BulkChoices {
  const nameOf = regionNames(db, t.language);
  const regions = knownRegions(db).map(({ code }) => ({ code, name: nameOf(code) }));
  return { visibilities: chosenByHand, statuses, topics: serviceTopics, languages, regions, most: maxTogether };
}

/** POST /admin/directory/bulk: shows what one step does to all ticked entries, then does it. */
export const bulk: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const given = await lists(c);
  const form = { of: placesOf(given.place ?? []), words: given.step?.at(-1) ?? "", query: backTo(given.back?.at(-1)) };
  const step = readStep(helpline, form.words);
  const isReady =
    step !== null && form.of.length > 0 && form.of.length <= maxTogether && !anyHasty(helpline, form, step);
  if (given.do?.at(-1) !== "apply" || !isReady) return showBulk(c, helpline, form, step, false);
  const actor: Actor = asStaff(c.get("member").id);
  const change = { of: form.of, step, actor, today: todayOf(db, clock.now()) };
  const doing = db.change(actor, (tx, emit) => changeTogether(tx, emit, change));
  const made = await unlessTaken(doing);
  if (made === null) return showBulk(c, helpline, form, step, true);
  return c.redirect(`/admin/directory?${backTo(form.query, { together: made[0] ?? 0 })}#told`, 303);
};

interface BulkForm {
  of: { id: string; basedOn: number }[];
  words: string;
  query: string;
}

function placesOf(given: string[]): BulkForm["of"] {
  const all = given.map((text) => text.split(" ")).map(([id = "", version]) => [id, idOf(version)] as const);
  return [...new Map(all)].slice(0, 1_000).map(([id, basedOn]) => ({ id, basedOn }));
}

function readStep({ db }: Helpline, words: string): BulkStep | null {
  const [verb, list, ...rest] = words.split(" ");
  if (words === "confirm") return { kind: "confirm" };
  const value = [list, ...rest].join(" ");
  const visibility = chosenByHand.find((one) => one === value);
  if (verb === "visibility" && visibility) return { kind: verb, value: visibility };
  const status = statuses.find((one) => one === value);
  if (verb === "status" && status) return { kind: verb, value: status };
  if (verb !== "add" && verb !== "remove") return null;
  const what = rest.join(" ");
  if (list === "topics" && isTopic(what)) return { kind: verb, list, value: what };
  if (list === "languages" && languages.some((one) => one === what)) return { kind: verb, list, value: what };
  if (list === "regions" && knownRegions(db).some(({ code }) => code === what))
    return { kind: verb, list, value: what };
  return null;
}

function showBulk(c: C, helpline: Helpline, form: BulkForm, step: BulkStep | null, late: boolean): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const date = todayOf(db, clock.now());
  const names = { organization: () => "", region: regionNames(db, t.language) };
  const places = form.of.slice(0, maxTogether).flatMap(({ id }) => {
    const found = service(db, id);
    if (!found) return [];
    const did = step ? entryInWords(t, found.entry, stepped(found.entry, step, date), names, null) : [];
    return [{ id, versionId: found.versionId, name: found.entry.name, did }];
  });
  if (form.of.length > 0 && places.length === 0) throw new HelplineError("not_found");
  const hasty = step !== null && anyHasty(helpline, form, step) ? t("admin.starter.check_each") : null;
  const refused = refusal(t, form, step, late) ?? hasty;
  return page(
    c,
    <Bulk
      frame={frame}
      step={step ? form.words : ""}
      words={step ? stepInWords(t, helpline, step) : ""}
      places={places}
      query={form.query}
      refused={refused}
    />,
    late ? 409 : refused === null ? 200 : 422,
  );
}

function anyHasty({ db }: Helpline, { of }: BulkForm, step: BulkStep): boolean {
  return of.some(({ id }) => {
    const found = service(db, id);
    return found !== undefined && isHasty(found.entry, step);
  });
}

function refusal(t: Translate, { of }: BulkForm, step: BulkStep | null, late: boolean): string | null {
  if (late) return t("admin.directory.bulk_late");
  if (of.length === 0) return t("admin.directory.bulk_nothing");
  if (of.length > maxTogether) return t("admin.directory.bulk_most", { most: maxTogether });
  return step ? null : t("admin.directory.bulk_no_step");
}

function stepInWords(t: Translate, { db }: Helpline, step: BulkStep): string {
  switch (step.kind) {
    case "confirm":
      return t("admin.directory.bulk.confirm");
    case "visibility":
      return `${t("admin.entry.visibility")}: ${t(`admin.entry.visibility.${step.value}`)}`;
    case "status":
      return `${t("admin.entry.status")}: ${t(statusKey(step.value))}`;
    default:
      return `${t(`admin.directory.bulk.${step.kind}.${step.list}`)}: ${nameOf()}`;
  }

  function nameOf(): string {
    if (step.kind !== "add" && step.kind !== "remove") return "";
    if (isTopic(step.value)) return t(`topic.${step.value}`);
    return step.list === "languages" ? languageName(t, step.value) : regionName(db, step.value, t.language);
  }
}
