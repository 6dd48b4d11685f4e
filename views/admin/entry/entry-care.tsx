import type { LinkCheck } from "#src/directory/care/link-check.ts";
import type { ReportReason } from "#src/directory/care/reports.ts";
import type { Method, VerificationOutcome } from "#src/directory/care/verification.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { AskLinks, Links } from "./entry-links.tsx";

export interface ShownReport {
  id: number;
  at: number;
  /** Alias; null = no colleague. */
  who: string | null;
  reason: ReportReason;
  note: string;
}

export interface ShownVerification {
  at: number;
  who: string | null;
  method: Method;
  outcome: VerificationOutcome;
  note: string;
}

export interface EntryCareProps {
  t: Translate;
  id: string;
  zone: string;
  /** The version the reader sees. */
  basedOn: number;
  /** "checked 3 November 2026", "never checked". */
  standing: string;
  isDue: boolean;
  methods: readonly Method[];
  reports: ShownReport[];
  verifications: ShownVerification[];
  links: Pick<LinkCheck, "url" | "result" | "status" | "movedTo">[];
  /** Links can be checked now; `asked` counts a check that was just started. */
  mayAsk: boolean;
  asked: { n: number; all: number } | null;
  /** Appended to every address: where to go back to. */
  back: string;
}

/** Shows whether an entry still holds: verifications, reports, and how its links answer. */
export function EntryCare(props: EntryCareProps) {
  const { t, id, zone, standing, isDue, reports, verifications } = props;
  return (
    <section id="care" aria-labelledby="care-title">
      <h2 id="care-title">{t("admin.directory.care")}</h2>
      <p class={isDue ? "state warn" : "state"}>{standing}</p>
      <VerifyForms {...props} />
      <Reports t={t} id={id} zone={zone} reports={reports} back={props.back} />
      <Links {...props} />
      <AskLinks {...props} />
      {verifications.length > 0 && (
        <details class="group">
          <summary>
            <b>{t("admin.directory.verifications", { n: verifications.length })}</b>
          </summary>
          <ul class="list group-fields">
            {verifications.map((one) => (
              <li dir="auto">{verificationInWords(t, one, zone)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Returns a verification in words: "24 November 2026, Luna: confirmed by phone. “Ask for Kati.”" */
export function verificationInWords(t: Translate, one: ShownVerification, zone: string): string {
  const did = t(`admin.directory.outcome.${one.outcome}`, { method: t(`admin.directory.method.${one.method}`) });
  const who = one.who ?? t("admin.history.by_porchlight");
  const said = one.note === "" ? "" : ` ${t("admin.directory.noted", { note: one.note })}`;
  return `${t.dateTime(one.at, zone)}, ${who}: ${did}${said}`;
}

interface VerifyProps {
  t: Translate;
  id: string;
  basedOn: number;
  methods: readonly Method[];
  back: string;
  /** Entry name for screen readers. */
  name?: string;
}

/** Buttons that verify an entry with one press; a problem takes a few words. */
export function VerifyForms({ t, id, basedOn, methods, back, name = "" }: VerifyProps) {
  const path = `/admin/directory/${id}/verify`;
  return (
    <div class="row-of sure">
      <form method="post" action={path} class="row-of">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="outcome" value="confirmed" />
        <span class="soft">{t("admin.directory.confirm")}</span>
        {methods.map((method) => (
          <button type="submit" class="second" name="method" value={method}>
            {t(`admin.directory.method.${method}`)}
            {name !== "" && <span class="sr">{`: ${name}`}</span>}
          </button>
        ))}
      </form>
      <details class="ask">
        <summary class="quiet">
          {t("admin.directory.not_so")}
          {name !== "" && <span class="sr">{`: ${name}`}</span>}
        </summary>
        <form method="post" action={path}>
          <input type="hidden" name="based_on" value={String(basedOn)} />
          <input type="hidden" name="back" value={back} />
          <fieldset>
            <legend class="sr">{t("admin.directory.not_so")}</legend>
            {(["no_answer", "paused", "gone"] as const).map((one, i) => (
              <label class="check">
                <input type="radio" name="outcome" value={one} checked={i === 0} />
                <span>
                  {t(`admin.directory.not_so.${one}`)}
                  <small>{t(`admin.directory.not_so_hint.${one}`)}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <label class="field">
            <b>{t("admin.directory.how")}</b>
            <select name="method">
              {methods.map((method) => (
                <option value={method}>{t(`admin.directory.method.${method}`)}</option>
              ))}
            </select>
          </label>
          <label class="field">
            <b>{t("admin.directory.note")}</b>
            <input name="note" autocomplete="off" maxlength={500} dir="auto" />
          </label>
          <p class="row-of">
            <button type="submit" class="main">
              {t("admin.form.save")}
            </button>
            <a class="second" href={`/admin/directory/${id}`}>
              {t("admin.directory.changed")}
            </a>
          </p>
        </form>
      </details>
    </div>
  );
}

/** What counsellors reported as wrong, each with a button to settle it. */
export function Reports(props: { t: Translate; id: string; zone: string; reports: ShownReport[]; back: string }) {
  const { t, id, zone, reports, back } = props;
  if (reports.length === 0) return null;
  return (
    <ul class="list reports">
      {reports.map(({ id: reportId, at, who, reason, note }) => (
        <li>
          <div dir="auto">
            <p>
              <b class="warned">{t(`staff.report.reason.${reason}`)}</b>
              {note !== "" && ` ${t("admin.directory.noted", { note })}`}
            </p>
            <p class="soft small">{`${who ?? t("admin.history.by_porchlight")}, ${t.dateTime(at, zone)}`}</p>
          </div>
          <form method="post" action={`/admin/directory/${id}/resolve`}>
            <input type="hidden" name="back" value={back} />
            <button type="submit" class="second" name="report" value={String(reportId)}>
              {t("admin.directory.resolve")}
              <span class="sr">{`: ${t(`staff.report.reason.${reason}`)} ${note}`}</span>
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
