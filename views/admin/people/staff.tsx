import type { Role } from "#src/events.ts";
import { type Language, languageNames } from "#src/i18n/i18n.ts";
import type { LeadMissing } from "#src/queue/line/checklist.ts";
import type { GivenLink } from "#src/staff/accounts/given-links.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { roleNames } from "#views/parts/fields/roles.ts";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { isRefused, Problems, Refused, wrongOf } from "#views/parts/told/problems.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { OneTimeLink } from "./one-time-link.tsx";

export interface StaffListProps {
  frame: StaffFrame;
  people: {
    id: number;
    alias: string;
    realName: string;
    roles: Role[];
    languages: Language[];
    /** Names; [] = every line. */
    lines: string[];
    available: boolean;
  }[];
  lead: LeadMissing | null;
  closed: { id: number; alias: string; realName: string }[];
  /** A one-time link just made, shown only once. */
  invitation: { link: string; matrix: boolean[][]; isHere: boolean; roles: Role[]; hours: number } | null;
  links: GivenLink[];
  zone: string;
  roles: Role[];
  chosen: Role[];
  forWhom: string;
  address: string;
  mailReady: boolean;
  mailed: boolean;
  errors: Partial<Record<string, string>>;
  refused: string | null;
}

/** The staff of this helpline, and the way to invite a colleague. */
export function StaffList(props: StaffListProps) {
  const { frame, people, closed, invitation, links, zone, roles, chosen, forWhom, errors, refused } = props;
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet
      frame={frame}
      title={t("staff.nav.staff")}
      here="staff"
      wrong={isRefused({ wrong: wrong.size, refused })}
      copies
    >
      <SettingsIndex frame={frame} here="staff" />
      <h1>{t("staff.nav.staff")}</h1>
      {props.lead && <p class="note warn">{t(`admin.lead.${props.lead}`)}</p>}
      <People frame={frame} people={people} />
      <section aria-labelledby="invite-title">
        <h2 id="invite-title">{t("admin.invite.title")}</h2>
        {invitation && (
          <OneTimeLink t={t} {...invitation}>
            <p>{t("admin.invite.once", { roles: roleNames(t, invitation.roles), hours: invitation.hours })}</p>
          </OneTimeLink>
        )}
        {props.mailed && <Done words={t("admin.invite.mailed")} />}
        <Refused sentence={refused} />
        <Problems t={t} wrong={wrong} />
        <form class="fields" method="post" action="/admin/staff/invite" novalidate>
          <RoleChecks
            frame={frame}
            roles={roles}
            chosen={chosen}
            legend={t("admin.staff.roles")}
            error={errors.roles}
          />
          <p class="hint">
            {t("admin.invite.learning")} <a href="/staff/learning">{t("staff.learning.title")}</a>
          </p>
          <TextField
            name="for_whom"
            label={t("admin.invite.for_whom")}
            hint={t("admin.invite.for_whom_hint")}
            error={errors.for_whom}
            value={forWhom}
            autocomplete="off"
            optional
          />
          <TextField
            name="address"
            label={t("admin.invite.address")}
            hint={t(props.mailReady ? "admin.invite.address_hint" : "admin.invite.no_mail")}
            error={errors.address}
            value={props.address}
            autocomplete="off"
            optional
            exact
            inputmode="email"
          />
          <button type="submit" class="main">
            {t("admin.invite.button")}
          </button>
        </form>
        <p>
          <a href="/admin/staff/list">{t("admin.invite_list.title")}</a>
        </p>
      </section>
      <Links frame={frame} links={links} zone={zone} />
      {closed.length > 0 && (
        <section aria-labelledby="closed-title">
          <h2 id="closed-title">{t("admin.staff.closed")}</h2>
          <ul class="list">
            {closed.map(({ id, alias, realName }) => (
              <li>
                <p>
                  <a href={`/admin/staff/${id}`}>{alias}</a> <span class="soft">{realName}</span>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </StaffSheet>
  );
}

function People({ frame: { t }, people }: Pick<StaffListProps, "frame" | "people">) {
  return (
    <table class="table">
      <caption class="sr">{t("staff.nav.staff")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("session.field.alias")}</th>
          <th scope="col">{t("admin.staff.real_name")}</th>
          <th scope="col">{t("admin.staff.roles")}</th>
          <th scope="col">{t("admin.entry.languages")}</th>
          <th scope="col">{t("staff.nav.lines")}</th>
          <th scope="col">{t("admin.lines.now")}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr>
            <th scope="row">
              <a href={`/admin/staff/${person.id}`}>{person.alias}</a>
            </th>
            <td data-label={t("admin.staff.real_name")}>{person.realName}</td>
            <td data-label={t("admin.staff.roles")}>{roleNames(t, person.roles)}</td>
            <td data-label={t("admin.entry.languages")}>
              {person.languages.map((one) => languageNames[one]).join(", ")}
            </td>
            <td data-label={t("staff.nav.lines")} dir="auto">
              {person.lines.length > 0 ? person.lines.join(", ") : t("staff.overview.every_line")}
            </td>
            <td data-label={t("admin.lines.now")}>
              <span class={person.available ? "state ok" : "state soft"}>
                <Icon name={person.available ? "connected" : "away"} />
                <span>{t(person.available ? "staff.availability.available" : "staff.availability.away")}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which complaints a lead reads: since (ms UTC), 0 = all, null = no lead. `isOwn`: they give themselves the role. */
export interface LeadReads {
  since: number | null;
  isOwn: boolean;
  zone: string;
}

/** Checkboxes for any number of roles, each with what it is for. */
export function RoleChecks(props: {
  frame: StaffFrame;
  roles: Role[];
  chosen: readonly string[];
  legend: string;
  error?: string | undefined;
  /** On the page of one colleague. */
  lead?: LeadReads;
}) {
  const { frame, roles, chosen, legend, error, lead } = props;
  const { t } = frame;
  return (
    <fieldset class="field" id="roles" aria-describedby="roles-wrong">
      <legend>{legend}</legend>
      {roles.map((role) => (
        <label class="check">
          <input type="checkbox" name="roles" value={role} checked={chosen.includes(role)} />
          <span>
            {roleNames(t, [role])}
            <small>{t(`admin.role_hint.${role}`)}</small>
            {role === "lead" && <small>{leadReads(t, lead)}</small>}
          </span>
        </label>
      ))}
      <p class="wrong" id="roles-wrong">
        {error}
      </p>
    </fieldset>
  );
}

/** Said where the role is given, as no one would guess what a lead reads or what the team key has to do with it. */
function leadReads(t: StaffFrame["t"], lead: LeadReads | undefined): string {
  const { since, isOwn, zone } = lead ?? { since: null, isOwn: false, zone: "UTC" };
  if (since === 0) return `${t("admin.lead.all")} ${t("admin.lead.needs_key")}`;
  const reads = since === null ? t("admin.lead.naming") : t("admin.lead.since", { when: t.dateTime(since, zone) });
  return [reads, ...(isOwn ? [] : [t("admin.lead.by_key")]), t("admin.lead.needs_key")].join(" ");
}

function Links({ frame: { t }, links, zone }: Pick<StaffListProps, "frame" | "links" | "zone">) {
  return (
    <section aria-labelledby="links-title">
      <h2 id="links-title">{t("admin.links.title")}</h2>
      <p class="hint">{t(links.length === 0 ? "admin.links.none" : "admin.links.hint")}</p>
      <ul class="list">
        {links.map((link) => (
          <li>
            <div>
              <p>
                {link.forAlias === null
                  ? t("admin.links.account", { roles: roleNames(t, link.roles) })
                  : t("admin.links.password", { alias: link.forAlias })}
              </p>
              {link.forWhom && <p dir="auto">{t("admin.links.for_whom", { whom: link.forWhom })}</p>}
              {link.mail !== null && link.usedBy === null && (
                <p class={link.mail === "refused" || link.mail === "given_up" ? "wrong" : "soft"}>
                  {t(`admin.links.mail.${link.mail}`)}
                </p>
              )}
              <p class="soft small">
                {link.usedBy === null
                  ? t("admin.links.until", { when: t.dateTime(link.expiresAt, zone) })
                  : t("admin.links.used", { alias: link.usedBy })}{" "}
                {link.madeBy === null
                  ? t("admin.links.made_by_command")
                  : t("admin.links.made_by", { alias: link.madeBy })}
              </p>
            </div>
            {link.usedBy === null && <Withdraw t={t} link={link} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Withdraw({ t, link }: { t: StaffFrame["t"]; link: GivenLink }) {
  return (
    <details class="ask">
      <summary class="second">{t("staff.handover.withdraw")}</summary>
      <form method="post" action="/admin/staff/withdraw">
        <p>{t("admin.links.withdraw_means")}</p>
        <button type="submit" class="second" name="link" value={String(link.id)}>
          {t("staff.handover.withdraw")}
        </button>
      </form>
    </details>
  );
}
