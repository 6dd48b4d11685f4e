import type { TrailCheck } from "#src/audit/check.ts";
import type { Stands } from "#src/audit/noted.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";
import { Problems } from "#views/parts/told/problems.tsx";
import { AuditState } from "./audit-state.tsx";

/** As typed; "" = everything. */
export interface AuditFilterTyped {
  who: string;
  kind: string;
  from: string;
  to: string;
}

interface AuditProps {
  frame: StaffFrame;
  zone: string;
  check: TrailCheck | null;
  /** Days an entry is kept, and its exact time. */
  days: number;
  exactDays: number;
  typed: AuditFilterTyped;
  wrong: Map<string, string>;
  people: [string, string][];
  kinds: [string, string][];
  /** null = the reader has not opened them. */
  entries: { id: number; at: number; around: boolean; words: string }[] | null;
  /** Complaints about chats the reader had no part in, from their own chain. */
  concerns: { id: number; at: number; around: boolean; words: string }[];
  earlier: string | null;
  isEarlier: boolean;
  /** An entry whose older code was checked, and the result. */
  asked: { id: number; code: string; stands: Stands } | null;
  /** Names of those the end of the trail is sent to each day. */
  sentTo: string[];
}

/** The audit log: who did what, whether it was changed by hand, and how to keep a copy of its end elsewhere. */
export function Audit(props: AuditProps) {
  const { frame, zone, check, days, exactDays, entries, wrong } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.nav.audit")} here="settings" wrong={wrong.size > 0}>
      <SettingsIndex frame={frame} here="audit" />
      <h1>{t("staff.nav.audit")}</h1>
      <p class="lead">{t("admin.audit.lead", { days, exact: exactDays })}</p>
      <AuditState t={t} zone={zone} check={check} below={1} />
      <Problems t={t} wrong={wrong} />
      <section aria-labelledby="entries-title">
        <h2 id="entries-title">{t("admin.audit.entries")}</h2>
        {entries === null ? <Closed t={t} /> : <Opened {...props} entries={entries} />}
        {props.concerns.length > 0 && (
          <details>
            <summary>{t("admin.audit.concerns")}</summary>
            <ul class="list">
              {props.concerns.map(({ id, words, ...when }) => (
                <li id={`concern-entry-${id}`}>
                  <span dir="auto">{words}</span>
                  <span class="soft small">{dayAndTime(t, when, zone)}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </section>
      {check?.head && <Copy {...props} head={check.head} />}
    </StaffSheet>
  );
}

function Closed({ t }: { t: Translate }) {
  return (
    <form method="post" action="/admin/audit" class="fields">
      <p>{t("admin.audit.open.text")}</p>
      <button type="submit" class="main">
        {t("admin.audit.open.button")}
      </button>
    </form>
  );
}

function Opened(props: AuditProps & { entries: NonNullable<AuditProps["entries"]> }) {
  const { frame, zone, entries, typed, earlier, isEarlier } = props;
  const { t } = frame;
  return (
    <>
      <Filter {...props} />
      {entries.length === 0 ? (
        <p>{t("admin.directory.week_none")}</p>
      ) : (
        <ul class="list">
          {entries.map(({ id, words, ...when }) => (
            <li id={`entry-${id}`}>
              <span dir="auto">{words}</span>
              <span class="soft small">{`${dayAndTime(t, when, zone)} · ${id}`}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="row-of">
        {isEarlier && (
          <a class="second" href={addressOf(typed)}>
            {t("admin.audit.newest")}
          </a>
        )}
        {earlier !== null && (
          <a class="second" rel="next" href={earlier}>
            {t("admin.directory.page_next")}
          </a>
        )}
      </p>
      <form method="post" action="/admin/audit/file">
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="second">
          {t("admin.audit.file")}
        </button>
      </form>
    </>
  );
}

/** Returns the address of the page with a filter, for entries older than `before`. */
export function addressOf(typed: AuditFilterTyped, before: number | null = null): string {
  const chosen = Object.entries(typed).filter(([, value]) => value !== "");
  const all = new URLSearchParams(before === null ? chosen : [...chosen, ["before", String(before)]]);
  return all.size === 0 ? "/admin/audit" : `/admin/audit?${all}`;
}

function Filter({ frame: { t }, typed, people, kinds, wrong }: AuditProps) {
  const day = (name: "from" | "to") => (
    <div class="field">
      <label for={name}>{t(`admin.audit.filter.${name}`)}</label>
      <input
        id={name}
        name={name}
        type="date"
        value={typed[name]}
        aria-invalid={wrong.has(name) ? "true" : undefined}
        aria-describedby={wrong.has(name) ? `${name}-wrong` : undefined}
      />
      {wrong.has(name) && (
        <p class="wrong" id={`${name}-wrong`}>
          {wrong.get(name)}
        </p>
      )}
    </div>
  );
  return (
    <form method="get" action="/admin/audit" class="row-of">
      <Choice name="who" label={t("admin.audit.column.who")} chosen={typed.who} options={people} />
      <Choice name="kind" label={t("admin.hours.kind")} chosen={typed.kind} options={kinds} />
      {day("from")}
      {day("to")}
      <button type="submit" class="second">
        {t("admin.audit.filter.button")}
      </button>
    </form>
  );
}

function Choice(props: { name: string; label: string; chosen: string; options: [string, string][] }) {
  const { name, label, chosen, options } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Copy({ frame: { t }, head, asked, sentTo }: AuditProps & { head: NonNullable<TrailCheck["head"]> }) {
  return (
    <section aria-labelledby="copy-title" id="copy">
      <h2 id="copy-title">{t("admin.audit.copy.title")}</h2>
      <p>{t("admin.audit.copy.text")}</p>
      <p>
        {`${t("admin.audit.column.number")} `}
        <code>{String(head.id)}</code>
        {`, ${t("session.step.code")} `}
        <code>{head.code}</code>
      </p>
      <p>
        {sentTo.length > 0 ? (
          t("admin.audit.sent_to", { people: new Intl.ListFormat(t.language).format(sentTo) })
        ) : (
          <Marked t={t} text="admin.audit.sent_to_nobody" href="/staff/me" />
        )}
      </p>
      {asked && (
        <p class={asked.stands === "other" ? "error" : undefined} role="status">
          {t(`admin.audit.copy.${asked.stands}`, { id: String(asked.id) })}
        </p>
      )}
      <form method="get" action="/admin/audit#copy" class="row-of">
        <div class="field">
          <label for="entry">{t("admin.audit.column.number")}</label>
          <input
            id="entry"
            name="entry"
            inputmode="numeric"
            required
            autocomplete="off"
            value={asked ? String(asked.id) : ""}
          />
        </div>
        <div class="field">
          <label for="code">{t("session.step.code")}</label>
          <input
            id="code"
            name="code"
            required
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={asked?.code ?? ""}
          />
        </div>
        <button type="submit" class="second">
          {t("admin.audit.copy.check")}
        </button>
      </form>
    </section>
  );
}
