import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { DoorReason, LineDoor } from "#src/queue/door/door.ts";
import type { PromisesKept } from "#src/queue/wait/wait-accuracy.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { weekdayName } from "#views/parts/times/days.ts";
import { LineForm, type LineFormProps } from "./line-form.tsx";

export interface ShownLine {
  id: number;
  name: string;
  languages: Language[];
  timeZone: string;
  /** Runs of days with the same hours, from Monday (0); "" = closed. null = whenever someone is there. */
  week: { from: number; to: number; hours: string }[] | null;
  state: LineDoor;
  reason: DoorReason;
  /** Aliases; [] = everyone. */
  staff: string[];
  waits: PromisesKept;
}

interface LinesProps extends Pick<LineFormProps, "draft" | "problems" | "choices"> {
  frame: StaffFrame;
  lines: ShownLine[];
  retired: { id: number; name: string }[];
  most: number;
}

/** The lines, each with its hours, languages and people. */
export function Lines({ frame, lines, retired, most, draft, problems, choices }: LinesProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.nav.lines")} here="lines" wrong={problems.length > 0}>
      <SettingsIndex frame={frame} here="lines" />
      <h1>{t("staff.nav.lines")}</h1>
      {lines.length === 1 && <p class="lead">{t("admin.lines.only")}</p>}
      <ul class="lines">
        {lines.map((line) => (
          <li>
            <h2>{line.name}</h2>
            <StateNow t={t} line={line} />
            <LineFacts t={t} line={line} />
            <p class="row-of">
              <a
                class="second"
                href={`/admin/lines/${line.id}`}
                aria-label={t("admin.lines.change_of", { line: line.name })}
              >
                {t("admin.lines.change")}
              </a>
              <a
                class="second"
                href={`/admin/hours?line=${line.id}`}
                aria-label={t("admin.hours.title_of", { line: line.name })}
              >
                {t("admin.hours.title")}
              </a>
            </p>
          </li>
        ))}
      </ul>
      {lines.length < most ? (
        <details class="group" open={problems.length > 0} id="another">
          <summary>
            <b>{t("admin.lines.another")}</b>
          </summary>
          <div class="group-fields">
            <p class="hint">{t("admin.lines.another_hint")}</p>
            <LineForm
              t={t}
              action="/admin/lines"
              button={t("admin.lines.another")}
              basedOn={null}
              firstLine={lines[0]!.name}
              draft={draft}
              problems={problems}
              choices={choices}
            />
          </div>
        </details>
      ) : (
        <p class="hint">{t("error.too_many_lines", { most })}</p>
      )}
      {retired.length > 0 && (
        <section aria-labelledby="retired-title">
          <h2 id="retired-title">{t("admin.lines.retired")}</h2>
          <ul class="list">
            {retired.map(({ id, name }) => (
              <li>
                <a href={`/admin/lines/${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </StaffSheet>
  );
}

/** Shows what young people meet at the door of a line now, and why. */
export function StateNow({ t, line }: { t: Translate; line: ShownLine }) {
  return (
    <p class="line state-now">
      <span class={`dot ${line.state}`} />
      <b>{t(`staff.line.${line.state}`)}</b> <span class="soft">{t(`admin.lines.reason.${line.reason}`)}</span>
    </p>
  );
}

/** The hours, languages and people of a line in words. */
export function LineFacts({ t, line }: { t: Translate; line: ShownLine }) {
  const { languages, staff } = line;
  return (
    <dl class="about-line">
      <dt>{t("admin.hours.title")}</dt>
      <dd>{hoursInWords(t, line)}</dd>
      <dt>{t("admin.entry.languages")}</dt>
      <dd>
        {languages.length === 0
          ? t("admin.lines.every_language")
          : languages.map((language) => languageNames[language]).join(", ")}
      </dd>
      <dt>{t("admin.line.staff")}</dt>
      <dd>{staff.length === 0 ? t("admin.audit.filter.everybody") : staff.join(", ")}</dd>
      <dt>{t("admin.lines.waits")}</dt>
      <dd>{waitsInWords(t, line)}</dd>
    </dl>
  );
}

function waitsInWords(t: Translate, { waits }: ShownLine): string {
  const { told, inside, sooner, later } = waits;
  if (told === 0) return t("admin.lines.waits_none");
  const share = new Intl.NumberFormat(t.language, { style: "percent" }).format(inside / told);
  return t("admin.lines.waits_kept", { share, inside, told, sooner, later });
}

function hoursInWords(t: Translate, { week, timeZone }: ShownLine): string {
  if (week === null) return t("admin.hours.mode.whenever");
  const day = (weekday: number) => weekdayName(t.language, weekday, "short");
  const groups = week.map(({ from, to, hours }) => {
    const days = from === to ? day(from) : `${day(from)}–${day(to)}`;
    return `${days} ${hours || t("admin.hours.closed")}`;
  });
  return `${groups.join("; ")} (${timeZone})`;
}
