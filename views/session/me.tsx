import type { Role } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import type { Thanks } from "#src/record/thanks.ts";
import type { Signals } from "#src/staff/accounts/signals.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { LanguageChecks, LanguageChoice } from "#views/parts/fields/language-fields.tsx";
import { roleNames } from "#views/parts/fields/roles.ts";
import { PasswordField, TextField } from "#views/parts/fields/text-field.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, wrongOf } from "#views/parts/told/problems.tsx";
import { Done, Saved } from "#views/parts/told/saved.tsx";
import { Sessions, type ShownSession } from "./sessions.tsx";

export interface MeProps {
  thanks: Pick<Thanks, "conversationId" | "chat" | "text" | "at">[];
  frame: StaffFrame;
  values: { alias: string; language: string; languages: string[] };
  language: Language;
  errors: Partial<
    Record<"alias" | "language" | "languages" | "old_password" | "password" | "address" | "phone", string>
  >;
  /** Common alias that they were asked about; "" = none. */
  warned: string;
  basedOn: number;
  late: Late | null;
  saved: number | null;
  passwordSaved: boolean;
  address: string;
  /** A weekly mail of what happened, and a daily one with the end of the audit trail; for admins only. */
  wanted: { digest: boolean; trail: boolean };
  addressSaved: boolean;
  /** Whether a number is kept, which is never shown, and for what; `typed` was just refused. */
  phone: { typed: string; kept: "all" | "on_call" | null } | null;
  signals: Signals;
  secondStep: boolean;
  /** Until when they can sign in without one, ms UTC; null = no one asks for it. */
  secondStepDue: number | null;
  sessions: ShownSession[];
  /** Refused sign-ins in the last week, and the last of them (ms UTC). */
  refused: { times: number; last: number } | null;
  sessionsEnded: boolean;
  zone: string;
  passwordLeast: number;
  own: { id: number; realName: string; signInName: string; roles: Role[] };
  /** How long times of availability are kept. */
  presenceDays: number;
  admins: string[];
  passwordLinks: { at: number; around: boolean; alias: string }[];
}

/** What every member of staff sets about themselves. */
export function Me(props: MeProps) {
  const { frame, values, language, errors, warned, basedOn, late, saved, passwordSaved, zone, passwordLeast } = props;
  const { t } = frame;
  const labels = {
    alias: t("session.field.alias"),
    old_password: t("session.field.old_password"),
    password: t("session.field.new_password"),
    address: t("session.address.label"),
    phone: t("session.phone.label"),
  };
  const wrong = wrongOf(t, errors, labels);
  return (
    <StaffSheet
      frame={frame}
      title={t("session.me.title")}
      here="me"
      wrong={isRefused({ wrong: wrong.size, late })}
      script="welcome"
    >
      <div class="narrow">
        <h1>{t("session.me.title")}</h1>
        <Own {...props} />
        <Saved t={t} saved={saved} undo={false} />
        {props.addressSaved && <Done words={t("admin.form.saved")} />}
        {passwordSaved && <Done words={t("session.me.password_saved")} />}
        <TooLate t={t} zone={zone} late={late} look="/staff/me" />
        <Problems t={t} wrong={wrong} />
        <form class="fields" method="post" action="/staff/me" novalidate>
          <input type="hidden" name="based_on" value={String(basedOn)} />
          <input type="hidden" name="warned" value={warned} />
          <TextField
            name="alias"
            label={labels.alias}
            hint={t("session.hint.alias")}
            error={errors.alias}
            value={values.alias}
            autocomplete="off"
          />
          <LanguageChoice
            legend={t("session.field.language")}
            chosen={[values.language || language]}
            error={errors.language}
          />
          <LanguageChecks
            legend={t("session.field.languages")}
            hint={t("session.hint.languages")}
            chosen={values.languages}
            error={errors.languages}
          />
          <button type="submit" class="main">
            {t("admin.form.save")}
          </button>
        </form>
        <section aria-labelledby="address-title">
          <h2 id="address-title">{t("session.address.title")}</h2>
          <form class="fields" method="post" action="/staff/me/address" novalidate>
            <TextField
              name="address"
              label={labels.address}
              hint={t("session.address.hint")}
              error={errors.address}
              value={props.address}
              autocomplete="email"
              optional
              exact
              inputmode="email"
            />
            {props.own.roles.includes("admin") &&
              (["digest", "trail"] as const).map((name) => (
                <label class="check">
                  <input type="checkbox" name={name} value="yes" checked={props.wanted[name]} />
                  <span>{t(`session.address.${name}`)}</span>
                </label>
              ))}
            <button type="submit" class="main">
              {t("admin.form.save")}
            </button>
          </form>
        </section>
        <SetSignals {...props} />
        {props.phone && <Phone {...props} phone={props.phone} />}
        <section aria-labelledby="password-title">
          <h2 id="password-title">{t("session.password.title")}</h2>
          <PasswordLinks {...props} />
          <form class="fields" method="post" action="/staff/me/password" novalidate>
            <TextField
              name="old_password"
              label={labels.old_password}
              error={errors.old_password}
              autocomplete="current-password"
              secret
            />
            <PasswordField t={t} label={labels.password} least={passwordLeast} error={errors.password} />
            <p class="hint">{t("session.me.password_hint")}</p>
            <button type="submit" class="main">
              {t("session.password.title")}
            </button>
          </form>
        </section>
        <section aria-labelledby="second-title">
          <h2 id="second-title">{t("session.second.title")}</h2>
          <p>{t(props.secondStep ? "session.second.has" : "session.second.none")}</p>
          {props.secondStepDue !== null && (
            <p class="note warn">{t("session.second.asked", { date: t.dateTime(props.secondStepDue, props.zone) })}</p>
          )}
          <p>
            <a href="/staff/me/second">{t(props.secondStep ? "session.second.look" : "session.second.begin")}</a>
          </p>
        </section>
        <Sessions
          frame={frame}
          zone={zone}
          sessions={props.sessions}
          refused={props.refused}
          ended={props.sessionsEnded}
        />
      </div>
      <ThanksForMe {...props} />
    </StaffSheet>
  );
}

/** With scripts each change is kept at once, and what this browser lets be shown is said (static/staff-notices.js). */
function SetSignals({ frame: { t }, signals }: MeProps) {
  return (
    <section aria-labelledby="signals-title">
      <h2 id="signals-title">{t("session.signals.title")}</h2>
      <form
        class="fields"
        id="set-signals"
        method="post"
        action="/staff/me/signals"
        data-saved={t("admin.form.saved")}
        novalidate
      >
        {(["young", "colleagues", "notices"] as const).map((name) => (
          <label class="check">
            <input type="checkbox" name={name} value="yes" checked={signals[name] ?? false} />
            <span>{t(`session.signals.${name}`)}</span>
          </label>
        ))}
        <p class="hint" id="notices-here" role="status" />
        <button type="submit" class="main" name="do" value="save">
          {t("admin.form.save")}
        </button>
      </form>
    </section>
  );
}

function Phone({ frame: { t }, errors, phone }: MeProps & { phone: NonNullable<MeProps["phone"]> }) {
  return (
    <section aria-labelledby="phone-title">
      <h2 id="phone-title">{t("session.phone.title")}</h2>
      {phone.kept && <p>{t("session.phone.kept")}</p>}
      {phone.kept === "on_call" && <p>{t("session.phone.only_on_call")}</p>}
      <form class="fields" method="post" action="/staff/me/phone" novalidate>
        <TextField
          name="phone"
          label={t("session.phone.label")}
          hint={t("session.phone.hint")}
          error={errors.phone}
          value={phone.typed}
          autocomplete="off"
          exact
          inputmode="tel"
        />
        <div class="row-of">
          <button type="submit" class="main" name="do" value="save">
            {t("admin.form.save")}
          </button>
          {phone.kept && (
            <button type="submit" class="second" name="do" value="remove">
              {t("session.phone.remove")}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

function Own({ frame: { t }, own, admins, presenceDays }: MeProps) {
  const { id, realName, signInName, roles } = own;
  const people = new Intl.ListFormat(t.language, { type: "disjunction" }).format(admins);
  return (
    <>
      <p class="lead">{t("session.me.yours", { name: realName, sign_in: signInName, roles: roleNames(t, roles) })}</p>
      <p class="hint">
        {roles.includes("admin") ? (
          <Marked t={t} text="session.me.yours_wrong_admin" href={`/admin/staff/${id}`} />
        ) : (
          t("session.me.yours_wrong", { people })
        )}
      </p>
      <p class="hint">{t("session.me.presence", { days: presenceDays })}</p>
    </>
  );
}

/** Who could have signed in as them: said for good, not only while it is news. */
function PasswordLinks({ frame: { t }, passwordLinks, zone }: MeProps) {
  if (passwordLinks.length === 0) return null;
  return (
    <div id="password-links">
      <p>{t("session.me.password_links")}</p>
      <ul class="dots">
        {passwordLinks.map(({ alias, ...link }) => (
          <li>{t("session.me.password_link", { when: dayAndTime(t, link, zone), alias })}</li>
        ))}
      </ul>
    </div>
  );
}

/** They stay as long as the words of their chats. */
function ThanksForMe({ frame: { t }, thanks, zone }: MeProps) {
  if (thanks.length === 0) return null;
  return (
    <section aria-labelledby="thanks-title">
      <h2 id="thanks-title">{t("staff.inbox.thanks")}</h2>
      <ul class="list">
        {thanks.map((one) => (
          <li id={`thanks-${one.conversationId}`}>
            <div>
              <blockquote dir="auto" translate="no">
                {one.text ?? t("staff.message.shut")}
              </blockquote>
              <p class="soft small">{t("staff.inbox.of_chat", { chat: one.chat, when: t.dateTime(one.at, zone) })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
