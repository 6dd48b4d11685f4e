import type { Role } from "#src/events.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { LanguageChecks } from "#views/parts/language-fields.tsx";
import { Problems } from "#views/parts/problems.tsx";
import { History, Meanwhile, type ShownChange } from "./history.tsx";
import { OneTimeLink } from "./one-time-link.tsx";
import { RoleChecks } from "./staff.tsx";

export interface MemberPageProps {
  frame: StaffFrame;
  person: { id: number; alias: string; realName: string; signInName: string; createdAt: number; closed: boolean };
  /** It is the account of whoever looks at it. */
  own: boolean;
  /** The roles one may give, in order. */
  roles: Role[];
  /** What is ticked. */
  chosen: { roles: readonly string[]; languages: readonly string[] };
  errors: Partial<Record<"roles" | "languages", string>>;
  /** Why something else was refused, in words. */
  refused: string | null;
  /** What a colleague changed while this was filled in; null when nobody did. */
  meanwhile: ShownChange[] | null;
  /** The newest first. */
  changes: ShownChange[];
  /** The newest change that was there when the page was drawn, by its id; 0 for none. */
  basedOn: number;
  saved: boolean;
  /** A link for a new password, just made: shown once, then never again. */
  password: { link: string; matrix: boolean[][]; hours: number } | null;
  /** Names of the lines that nobody else serves. */
  onlyServes: string[];
  /** IANA name, for the times of the changes. */
  zone: string;
}

/** One member of the staff: what they may do, their password, and the way out. */
export function MemberPage(props: MemberPageProps) {
  const { frame, person, own, roles, chosen, errors, refused, meanwhile, basedOn, saved, zone, changes } = props;
  const { t } = frame;
  const path = `/admin/staff/${person.id}`;
  return (
    <StaffSheet frame={frame} title={person.alias} here="staff">
      <p>
        <a href="/admin/staff">{t("admin.member.back")}</a>
      </p>
      <div class="title-row">
        <h1>{person.alias}</h1>
        <p class="soft">{t("admin.member.about", { name: person.realName, sign_in: person.signInName })}</p>
      </div>
      {saved && (
        <p class="state ok" role="status">
          <Icon name="connected" />
          {t("admin.hours.saved")}
        </p>
      )}
      {meanwhile && <Meanwhile t={t} zone={zone} changes={meanwhile} look={path} />}
      {refused && (
        <p class="error" role="alert">
          {refused}
        </p>
      )}
      <Problems t={t} errors={errors} />
      {person.closed && (
        <section class="once" aria-label={t("admin.member.closed")}>
          <p>{t("admin.member.closed_hint", { alias: person.alias })}</p>
          <CloseForm {...props} closed="no" button={t("admin.member.reopen")} />
        </section>
      )}
      <form class="fields" method="post" action={path} novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <RoleChecks
          frame={frame}
          roles={roles}
          chosen={chosen.roles}
          legend={t(own ? "admin.member.own_roles" : "admin.invite.roles")}
          error={errors.roles}
        />
        <LanguageChecks
          legend={t(own ? "session.field.languages" : "admin.member.languages")}
          hint={t(own ? "session.hint.languages" : "admin.member.languages_hint")}
          chosen={chosen.languages}
          error={errors.languages}
        />
        <button type="submit" class="main">
          {t("admin.hours.save")}
        </button>
      </form>
      {!person.closed && (
        <>
          <PasswordLink {...props} />
          <Close {...props} />
        </>
      )}
      <History
        t={t}
        zone={zone}
        changes={changes}
        undo={{ action: `${path}/undo` }}
        none={t("admin.member.history_none")}
      />
      <p class="soft small">{t("admin.member.joined", { when: t.dateTime(person.createdAt, zone) })}</p>
    </StaffSheet>
  );
}

function PasswordLink({ frame: { t }, person, password, own }: MemberPageProps) {
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{t("admin.member.password")}</h2>
      {own ? (
        <p>
          <a href="/staff/me">{t("admin.member.password_own")}</a>
        </p>
      ) : (
        <>
          {password && (
            <OneTimeLink t={t} link={password.link} matrix={password.matrix}>
              <p>{t("admin.member.password_once", { alias: person.alias, hours: password.hours })}</p>
            </OneTimeLink>
          )}
          <p class="hint">{t("admin.member.password_hint", { alias: person.alias })}</p>
          <form method="post" action={`/admin/staff/${person.id}/password`}>
            <button type="submit" class="second">
              {t("admin.invite.button")}
            </button>
          </form>
        </>
      )}
    </section>
  );
}

/** What closing means stands before the button that does it. */
function Close(props: MemberPageProps) {
  const { frame, person, own, onlyServes } = props;
  const { t } = frame;
  const { alias } = person;
  return (
    <details class="group" id="close">
      <summary>
        <b>{t("admin.member.close")}</b>
      </summary>
      <div class="group-fields">
        <p>{t(own ? "admin.member.close_own_means" : "admin.member.close_means", { alias })}</p>
        {onlyServes.map((line) => (
          <p class="loss">{t("admin.member.only_serves", { alias, line })}</p>
        ))}
        <CloseForm {...props} closed="yes" button={t("admin.member.close_yes", { alias })} />
      </div>
    </details>
  );
}

function CloseForm(props: MemberPageProps & { closed: "yes" | "no"; button: string }) {
  const { person, basedOn, closed, button } = props;
  return (
    <form method="post" action={`/admin/staff/${person.id}/close`}>
      <input type="hidden" name="based_on" value={String(basedOn)} />
      <button type="submit" class={closed === "yes" ? "second" : "main"} name="closed" value={closed}>
        {button}
      </button>
    </form>
  );
}
