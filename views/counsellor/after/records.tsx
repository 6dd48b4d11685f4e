import type { Translate } from "#src/i18n/i18n.ts";
import type { ContactChannel } from "#src/record/coding.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Pages } from "#views/parts/pages.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { type RecordCoded, recordInShort } from "./record-facts.tsx";

export interface RecordRow {
  id: number;
  name: string | null;
  channel: ContactChannel | null;
  /** In words. */
  day: string;
  line: string | null;
  alias: string | null;
  coded: RecordCoded;
}

interface RecordsProps {
  frame: StaffFrame;
  toFinish: RecordRow[];
  finished: RecordRow[];
  /** The reader's own, or those of the lines a supervisor serves. */
  of: "own" | "lines";
  maySeeLines: boolean;
  place: { page: number; pages: number };
  readAgain: string[];
  saved: boolean;
  hours: number;
  days: number;
}

/** Someone's contact records, unfinished ones first. */
export function Records(props: RecordsProps) {
  const { frame, toFinish, finished, of, hours, days } = props;
  const { t } = frame;
  const tab = (which: "own" | "lines", href: string) => (
    <a href={href} aria-current={which === of ? "page" : undefined}>
      {t(`staff.records.${which}`)}
    </a>
  );
  return (
    <StaffSheet frame={frame} title={t("staff.records.title")}>
      <h1>{t("staff.records.title")}</h1>
      {props.saved && <Done words={t("staff.records.saved")} />}
      <p>
        <a class="second" href="/staff/records/new">
          {t("staff.records.new")}
        </a>
      </p>
      <section aria-labelledby="to-finish">
        <h2 id="to-finish">{t("staff.records.to_finish")}</h2>
        <Rows t={t} rows={toFinish} none={t("staff.records.to_finish_none")} />
      </section>
      {props.readAgain.length > 0 && (
        <section aria-labelledby="read-again">
          <h2 id="read-again">{t("staff.open.read_again_title")}</h2>
          <ul class="list">
            {props.readAgain.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="finished">
        {props.maySeeLines && (
          <nav class="tabs" aria-label={t("staff.records.title")}>
            {tab("own", "/staff/records")}
            {tab("lines", "/staff/records?of=lines")}
          </nav>
        )}
        <h2 id="finished">{t(`staff.records.${of}`)}</h2>
        {of === "own" && <p class="hint">{t("staff.records.hint", { days, hours })}</p>}
        <Rows t={t} rows={finished} none={t("staff.records.none")} />
        <Pages t={t} {...props.place} to={(page) => `/staff/records?of=${of}&page=${page}#finished`} />
      </section>
    </StaffSheet>
  );
}

function Rows({ t, rows, none }: { t: Translate; rows: RecordRow[]; none: string }) {
  if (rows.length === 0) return <p>{none}</p>;
  return (
    <ul class="record-rows">
      {rows.map((row) => (
        <li>
          <a href={`/staff/records/${row.id}`}>
            <b>{row.name ?? channelOf(t, row)}</b> {row.day}
          </a>
          <span dir="auto">{recordInShort(t, row.coded)}</span>
          <span class="small soft">
            {[row.name && channelOf(t, row), row.line, row.alias && t("staff.records.by", { alias: row.alias })]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

const channelOf = (t: Translate, { channel }: RecordRow) =>
  t(channel === null ? "staff.record.title" : `staff.record.channel.${channel}`);
