import type { Heap } from "#src/directory/care/chores.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Pages } from "#views/parts/pages.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type BulkChoices, BulkFields } from "./directory-bulk.tsx";
import { DoneRow, PlaceRow, type RowProps, type ShownPlace, UndoForm } from "./directory-row.tsx";
import type { WeekCounts } from "./directory-week.tsx";

export interface DirectoryProps extends Pick<RowProps, "methods" | "zone"> {
  frame: StaffFrame;
  /** null = the page shows a search. */
  heap: Heap | null;
  words: string;
  counts: Record<Heap, number>;
  /** How many are left to check this week; null = another heap. */
  thisWeek: number | null;
  places: ShownPlace[];
  page: number;
  pages: number;
  query: string;
  bulk: BulkChoices;
  week: WeekCounts;
  mayShare: boolean;
  asksLinks: boolean;
  done: { row: number; name: string; id: string; words: string; saved: number } | null;
  told: { words: string; saved: number } | null;
}

/** The directory, with the entries to verify first. */
export function Directory(props: DirectoryProps) {
  const { frame, counts, told, query } = props;
  const { t } = frame;
  const isEmpty = counts.all === 0;
  const lead = leadOf(t, props);
  return (
    <StaffSheet frame={frame} title={t("staff.nav.directory")} here="directory">
      <div class="title-row">
        <h1>{t("staff.nav.directory")}</h1>
        <p class="row-of">
          <a class="main" href="/admin/directory/new">
            {t("admin.directory.add")}
          </a>
        </p>
      </div>
      {lead !== null && <p class="lead">{lead}</p>}
      {told && (
        <div class="once" id="told">
          <Done words={told.words}>{told.saved > 0 && <UndoForm t={t} saved={told.saved} back={query} />}</Done>
        </div>
      )}
      {isEmpty ? <Empty {...props} /> : <List {...props} />}
    </StaffSheet>
  );
}

function leadOf(t: Translate, { counts, thisWeek }: DirectoryProps): string | null {
  if (thisWeek !== null) return t("admin.starter.week", { n: thisWeek, later: counts.week - thisWeek });
  if (counts.all === 0) return t("admin.directory.lead_empty");
  if (counts.due + counts.unchecked === 0) return t("admin.directory.none.due");
  return counts.unchecked > 0 ? t("admin.directory.unchecked", { n: counts.unchecked }) : null;
}

function Empty({ frame: { t }, mayShare }: DirectoryProps) {
  return (
    <ul class="ways">
      <li>
        <a href="/admin/directory/starter">{t("admin.starter.title")}</a>
      </li>
      <li>
        <a href="/admin/directory/new">{t("admin.directory.add")}</a>
      </li>
      {mayShare && (
        <>
          <li>
            <a href="/admin/directory/import">{t("admin.import.title")}</a>
          </li>
          <li>
            <a href="/admin/directory/sharing">{t("admin.sharing.add.feed")}</a>
          </li>
        </>
      )}
    </ul>
  );
}

function List(props: DirectoryProps) {
  const { frame, heap, words, places, done, query, bulk } = props;
  const { t } = frame;
  const before = done ? Math.min(done.row, places.length) : places.length;
  const row = (place: ShownPlace, i: number) => (
    <PlaceRow t={t} place={place} zone={props.zone} methods={props.methods} back={withRow(query, i)} />
  );
  return (
    <>
      <WeekLine t={t} week={props.week} />
      <Search t={t} words={words} />
      <Heaps {...props} />
      {heap === null && (
        <p role="status">
          {places.length === 0 ? t("admin.directory.found_none", { words }) : t("admin.directory.found", { words })}
        </p>
      )}
      {heap !== null && places.length === 0 && !done && <p role="status">{t("admin.directory.none.due")}</p>}
      <ol class="places" id="places">
        {places.slice(0, before).map(row)}
        {done && <DoneRow t={t} done={done} back={query} />}
        {places.slice(before).map((place, i) => row(place, before + i))}
      </ol>
      <Pages t={t} page={props.page} pages={props.pages} to={(page) => pageAddress(props, page)} />
      {heap === "links" && props.asksLinks && (
        <form method="post" action="/admin/directory/links">
          <button type="submit" class="second">
            {t("admin.directory.links_ask")}
          </button>
        </form>
      )}
      {places.length > 0 && <BulkFields t={t} bulk={bulk} query={query} />}
      <More {...props} />
    </>
  );
}

function withRow(query: string, row: number): string {
  return [query, `row=${row}`].filter(Boolean).join("&");
}

function WeekLine({ t, week }: { t: Translate; week: WeekCounts }) {
  return (
    <p class="soft">
      {t("admin.directory.week_line", { ...week })} <a href="/admin/directory/week">{t("admin.directory.week_more")}</a>
    </p>
  );
}

function Search({ t, words }: { t: Translate; words: string }) {
  return (
    <form method="get" action="/admin/directory" role="search" class="field search">
      <label for="q">{t("admin.directory.search")}</label>
      <div class="row-of">
        <input id="q" name="q" type="search" value={words} autocomplete="off" dir="auto" />
        <button type="submit" class="second">
          {t("staff.find.search")}
        </button>
      </div>
    </form>
  );
}

function Heaps({ frame: { t }, heap, counts }: DirectoryProps) {
  const shown = (Object.keys(counts) as Heap[]).filter((one) => counts[one] > 0 || one === heap);
  return (
    <nav class="tabs" aria-label={t("admin.audit.filter.button")}>
      {shown.map((one) => (
        <a href={`/admin/directory?show=${one}`} aria-current={one === heap ? "page" : undefined}>
          {t(`admin.directory.heap.${one}`)} <span class="tally">{t.number(counts[one])}</span>
        </a>
      ))}
    </nav>
  );
}

function pageAddress({ heap, words }: DirectoryProps, page: number): string {
  const of = heap === null ? `q=${encodeURIComponent(words)}` : `show=${heap}`;
  return `/admin/directory?${of}&page=${page}`;
}

function More({ frame: { t }, mayShare }: DirectoryProps) {
  const links = [
    ["/admin/directory/starter", "admin.starter.title"],
    ["/admin/directory/regions", "admin.directory.regions"],
    ["/admin/directory/week", "admin.directory.week"],
    ["/admin/directory/deleted", "admin.directory.deleted"],
    ...(mayShare
      ? ([
          ["/admin/directory/import", "admin.import.title"],
          ["/admin/directory/export", "admin.export.title"],
          ["/admin/directory/sharing", "admin.sharing.title"],
        ] as const)
      : []),
  ] as const;
  return (
    <nav aria-label={t("admin.hours.elsewhere")}>
      <ul class="ways">
        {links.map(([href, title]) => (
          <li>
            <a href={href}>{t(title)}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
