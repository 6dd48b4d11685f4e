import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Refused } from "#views/parts/told/problems.tsx";
import { Saved } from "#views/parts/told/saved.tsx";
import { History } from "../history.tsx";
import { LineForm, type LineFormProps } from "./line-form.tsx";
import { LineFacts, type ShownLine, StateNow } from "./lines.tsx";

interface LinePageProps extends Pick<LineFormProps, "draft" | "problems" | "choices"> {
  basedOn: number;
  frame: StaffFrame;
  line: ShownLine;
  retired: boolean;
  /** The only line cannot be retired. */
  only: boolean;
  saved: number | null;
  zone: string;
  changes: ShownChange[];
  late: Late | null;
  refused: string | null;
}

/** A line: its state, its settings, and how to retire it. */
export function LinePage(props: LinePageProps) {
  const { frame, line, retired, only, basedOn, draft, problems, choices, saved, refused } = props;
  const { zone, changes, late } = props;
  const { t } = frame;
  const self = `/admin/lines/${line.id}`;
  return (
    <StaffSheet
      frame={frame}
      title={line.name}
      here="lines"
      wrong={isRefused({ wrong: problems.length, refused, late })}
    >
      <p>
        <a href="/admin/lines">{t("staff.nav.lines")}</a>
      </p>
      <h1>{line.name}</h1>
      <Saved t={t} saved={saved} undo={!changes.some(({ id, first }) => id === saved && first)} />
      <TooLate t={t} zone={zone} late={late} look={self} />
      <Refused sentence={refused} />
      {retired ? (
        <section class="once" aria-label={t("admin.lines.retired")}>
          <p>{t("admin.lines.retired_hint")}</p>
          <Retire frame={frame} id={line.id} retired="no" button={t("admin.directory.restore")} />
        </section>
      ) : (
        <section aria-label={t("admin.lines.now")}>
          <StateNow t={t} line={line} />
          <LineFacts t={t} line={line} />
          <p>
            <a class="second" href={`/admin/hours?line=${line.id}`}>
              {t("admin.hours.title")}
            </a>
          </p>
        </section>
      )}
      <section aria-labelledby="values-title">
        <h2 id="values-title">{t("staff.nav.settings")}</h2>
        <LineForm
          t={t}
          action={self}
          button={t("admin.form.save")}
          basedOn={basedOn}
          firstLine={line.name}
          draft={draft}
          problems={problems}
          choices={choices}
        />
      </section>
      {!retired && (
        <details class="group" id="retire" open={refused !== null}>
          <summary>
            <b>{t("admin.lines.retire")}</b>
          </summary>
          <div class="group-fields">
            {only ? (
              <p>{t("error.last_line")}</p>
            ) : (
              <>
                <p>{t("admin.lines.retire_hint", { line: line.name })}</p>
                <Retire
                  frame={frame}
                  id={line.id}
                  retired="yes"
                  button={t("admin.lines.retire_yes", { line: line.name })}
                />
              </>
            )}
          </div>
        </details>
      )}
      <History
        t={t}
        zone={zone}
        changes={changes}
        saved={saved}
        undo={{ action: `${self}/undo` }}
        none={t("admin.entry.history_none")}
      />
    </StaffSheet>
  );
}

function Retire(props: { frame: StaffFrame; id: number; retired: "yes" | "no"; button: string }) {
  return (
    <form method="post" action={`/admin/lines/${props.id}/retire`}>
      <button type="submit" class={props.retired === "yes" ? "second" : "main"} name="retired" value={props.retired}>
        {props.button}
      </button>
    </form>
  );
}
