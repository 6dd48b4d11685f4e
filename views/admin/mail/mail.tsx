import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { Security } from "#src/mail/server.ts";
import type { WhyNotSent } from "#src/mail/state.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { Problems, Refused } from "#views/parts/told/problems.tsx";
import { Done, Saved } from "#views/parts/told/saved.tsx";
import { History } from "../history.tsx";
import { type MailNowProps, MailWatched, WhyNot } from "./mail-now.tsx";

/** The usual one first. */
const securities = ["starttls", "tls", "none"] as const satisfies Security[];

export interface MailProps {
  frame: StaffFrame;
  now: MailNowProps;
  draft: { host: string; port: string; security: string; login: string; sender: string; name: string };
  /** The newest change that whoever fills in the form has been told of; 0 for none. */
  basedOn: number;
  isSet: boolean;
  hasPassword: boolean;
  wrong: Partial<Record<string, Key>>;
  isTaken: boolean;
  /** What came of a test: why its address is none, or why it did not go. */
  test: { address: string; wrong: Key | null; why: WhyNotSent | null };
  isTested: boolean;
  /** The form holds a server that was set before, whose password has to be typed again. */
  asksPassword: boolean;
  /** The change that was just made; 0 where nothing was different. */
  saved: number | null;
  late: Late | null;
  changes: ShownChange[];
}

/** The server that takes the mails, a test, and what did not go. */
export function Mail(props: MailProps) {
  const { frame, now, wrong, isTaken, test, isTested, asksPassword, isSet, saved, late, changes } = props;
  const { t } = frame;
  const sentences = Object.entries(wrong).map(([field, key]): [string, string] => [field, t(key as Key)]);
  if (test.wrong) sentences.push(["address", t(test.wrong)]);
  return (
    <StaffSheet
      frame={frame}
      title={t("staff.nav.mail")}
      here="settings"
      script="htmx"
      wrong={sentences.length > 0 || isTaken || asksPassword}
    >
      <SettingsIndex frame={frame} here="mail" />
      <h1>{t("staff.nav.mail")}</h1>
      <p class="lead">{t("admin.mail.lead")}</p>
      <p class="row-of">
        {t("admin.mail.needs")}
        <a href="/admin/settings/callback">{t("admin.subject.callback")}</a>
        <a href="/admin/on-call">{t("staff.nav.on_call")}</a>
      </p>
      {isTested && <Done words={t("admin.mail.did.tested")} />}
      <Saved t={t} saved={saved} words={t(isSet ? "admin.mail.did.saved" : "admin.mail.state.no_server")} />
      <TooLate t={t} zone={now.zone} late={late} look="/admin/mail" />
      <Problems t={t} wrong={new Map(sentences)} />
      <Refused sentence={isTaken ? t("admin.mail.taken") : asksPassword ? t("admin.mail.asks_password") : null} />
      {test.why && (
        <div class="error summary" role="alert" tabindex={-1} autofocus>
          <h2>{t("admin.mail.test_failed")}</h2>
          <WhyNot t={t} why={test.why} />
        </div>
      )}
      <section aria-labelledby="now-title">
        <h2 id="now-title">{t("admin.mail.now")}</h2>
        <MailWatched {...now} />
      </section>
      <Test {...props} />
      <ServerForm {...props} />
      {isSet && <Remove t={t} basedOn={changes[0]?.id ?? 0} />}
      <History
        t={t}
        zone={now.zone}
        changes={changes}
        saved={saved}
        undo={{ action: "/admin/mail/undo" }}
        none={t("admin.entry.history_none")}
      />
    </StaffSheet>
  );
}

function Test({ frame: { t }, now, test }: MailProps) {
  if (now.state.notReady) return null;
  return (
    <section aria-labelledby="test-title">
      <h2 id="test-title">{t("admin.mail.purpose.test")}</h2>
      <form class="fields" method="post" action="/admin/mail/test" novalidate>
        <TextField
          name="address"
          label={t("admin.mail.test_to")}
          hint={t("admin.mail.test_hint")}
          value={test.address}
          error={test.wrong ? t(test.wrong) : undefined}
          autocomplete="email"
          exact
          inputmode="email"
        />
        <p>
          <button type="submit" class="second">
            {t("admin.mail.test_send")}
          </button>
        </p>
      </form>
    </section>
  );
}

/** What a phone offers to type them with. */
const inputmodes: Partial<Record<string, "email" | "numeric">> = { port: "numeric", sender: "email" };

/** The server that mail goes out by. */
function ServerForm({ frame: { t }, draft, basedOn, hasPassword, asksPassword, wrong }: MailProps) {
  const errorOf = (field: string) => (wrong[field] ? t(wrong[field]) : undefined);
  const field = (name: "host" | "port" | "login" | "sender" | "name", optional = false) => (
    <TextField
      name={name}
      label={t(`admin.mail.${name}`)}
      hint={t(`admin.mail.${name}_hint`)}
      value={draft[name]}
      error={errorOf(name)}
      autocomplete="off"
      optional={optional}
      exact={name !== "name"}
      inputmode={inputmodes[name]}
    />
  );
  return (
    <section aria-labelledby="server-title">
      <h2 id="server-title">{t("admin.mail.server")}</h2>
      <p>{t("admin.mail.server_lead")}</p>
      <form class="fields" method="post" action="/admin/mail" novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        {field("host")}
        {field("port")}
        <div class="field">
          <label for="security">{t("admin.mail.security")}</label>
          <select
            id="security"
            name="security"
            aria-invalid={wrong.security ? "true" : undefined}
            aria-describedby={wrong.security ? "security-wrong" : undefined}
          >
            {securities.map((one) => (
              <option value={one} selected={one === draft.security}>
                {t(`admin.mail.security.${one}`)}
              </option>
            ))}
          </select>
          {wrong.security && (
            <p class="wrong" id="security-wrong">
              {errorOf("security")}
            </p>
          )}
        </div>
        {field("login", true)}
        <TextField
          name="password"
          label={t("session.field.password")}
          hint={t(hasPassword && !asksPassword ? "admin.mail.password_kept" : "admin.mail.password_hint")}
          error={errorOf("password")}
          autocomplete="new-password"
          secret
          optional
        />
        {field("sender")}
        {field("name")}
        <button type="submit" class="main">
          {t("admin.form.save")}
        </button>
      </form>
    </section>
  );
}

function Remove({ t, basedOn }: { t: Translate; basedOn: number }) {
  return (
    <details class="ask">
      <summary class="quiet">{t("admin.mail.remove")}</summary>
      <form method="post" action="/admin/mail/remove">
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <p>{t("admin.mail.remove_asks")}</p>
        <button type="submit" class="second">
          {t("admin.mail.remove")}
        </button>
      </form>
    </details>
  );
}
