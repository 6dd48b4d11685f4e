import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Done } from "#views/parts/told/saved.tsx";

interface Props {
  frame: StaffFrame;
  scenarios: { id: string; name: string; own: boolean; off: boolean; reviewed: string[] }[];
  drafts: { id: string; name: string }[];
  problems: { at: string; text: string }[];
  done: string | null;
}

/** Which scenarios the staff can practise, and files of scenarios in and out. */
export function PracticeAdmin({ frame, scenarios, drafts, problems, done }: Props) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.practice.title")} here="settings" wrong={problems.length > 0}>
      <SettingsIndex frame={frame} here="practice" />
      <h1>{t("admin.practice.title")}</h1>
      <p class="lead">{t("admin.practice.lead")}</p>
      {done !== null && <Done words={done} />}
      {problems.length > 0 && (
        <div class="error" id="file-wrong">
          <p role="alert">{t("admin.practice.wrong", { n: problems.length })}</p>
          <ul>
            {problems.map(({ at, text }) => (
              <li>
                <code>{at}</code> {text}
              </li>
            ))}
          </ul>
        </div>
      )}
      <section class="theme" aria-labelledby="write-title">
        <h2 id="write-title">{t("admin.practice.write")}</h2>
        {drafts.length > 0 && (
          <ul class="list" aria-labelledby="write-title">
            {drafts.map(({ id, name }) => (
              <li>
                <a href={`/admin/practice/write/${encodeURIComponent(id)}`}>{name}</a>
                <span class="tag">{t("admin.practice.draft")}</span>
              </li>
            ))}
          </ul>
        )}
        <form class="row-of" method="post" action="/admin/practice">
          <div class="field">
            <label for="from">{t("admin.practice.write.from")}</label>
            <select id="from" name="id">
              <option value="">{t("admin.practice.write.empty")}</option>
              {scenarios.map(({ id, name }) => (
                <option value={id}>{name}</option>
              ))}
            </select>
          </div>
          <button type="submit" class="second" name="act" value="copy">
            {t("admin.practice.write")}
          </button>
        </form>
      </section>
      <ul class="list">
        {scenarios.map(({ id, name, own, off, reviewed }) => (
          <li>
            <form method="post" action="/admin/practice" class="row-of scenario-row">
              <input type="hidden" name="id" value={id} />
              <a href={`/staff/practice/scenario/${id}`}>{name}</a>
              <span class="soft">
                {[
                  own ? t("admin.practice.own") : t("admin.practice.ships"),
                  reviewed.length > 1
                    ? t("admin.practice.read_by", { people: reviewed.join(", ") })
                    : t("admin.practice.unread"),
                ].join(" · ")}
              </span>
              <button type="submit" class="quiet" name="act" value={off ? "on" : "off"}>
                {t(off ? "admin.practice.on" : "admin.practice.off")}
                <span class="sr"> {name}</span>
              </button>
              <button type="submit" class="quiet" name="act" value={own ? "change" : "copy"}>
                {t(own ? "admin.practice.change" : "admin.practice.copy")}
                <span class="sr"> {name}</span>
              </button>
              <a class="quiet" href={`/admin/practice/${id}`} download>
                {t("admin.practice.file")}
                <span class="sr"> {name}</span>
              </a>
              {own && (
                <button type="submit" class="quiet" name="act" value="remove">
                  {t("admin.practice.remove")}
                  <span class="sr"> {name}</span>
                </button>
              )}
            </form>
          </li>
        ))}
      </ul>
      <section class="theme" aria-labelledby="bring-title">
        <h2 id="bring-title">{t("admin.practice.bring")}</h2>
        <p>{t("admin.practice.bring_means")}</p>
        <form class="fields" method="post" action="/admin/practice" enctype="multipart/form-data">
          <div class="field">
            <label for="file">{t("admin.practice.choose")}</label>
            <input
              id="file"
              name="file"
              type="file"
              accept=".json"
              required
              aria-invalid={problems.length > 0 ? "true" : undefined}
              aria-describedby={problems.length > 0 ? "file-wrong" : undefined}
            />
          </div>
          <button type="submit" class="main" name="act" value="bring">
            {t("admin.practice.bring")}
          </button>
        </form>
      </section>
    </StaffSheet>
  );
}
