import type { Role } from "#src/events.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { roleNames } from "#views/parts/roles.ts";

export interface StaffListProps {
  frame: StaffFrame;
  people: { id: number; alias: string; realName: string; roles: Role[]; available: boolean }[];
  /** A one-time link just made: shown once, then never again. */
  invitation: { link: string; roles: Role[]; hours: number } | null;
  /** The roles one may give, in order. */
  roles: Role[];
  /** Why the last try failed, in words. */
  error?: string | null;
}

/** Who works on this helpline, and the way to invite a colleague. */
export function StaffList({ frame, people, invitation, roles, error }: StaffListProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.staff.title")} here="staff">
      <h1>{t("admin.staff.title")}</h1>
      <table class="table">
        <caption class="sr">{t("admin.staff.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("admin.staff.alias")}</th>
            <th scope="col">{t("admin.staff.real_name")}</th>
            <th scope="col">{t("admin.staff.roles")}</th>
            <th scope="col">{t("admin.staff.now")}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr>
              <th scope="row">{person.alias}</th>
              <td data-label={t("admin.staff.real_name")}>{person.realName}</td>
              <td data-label={t("admin.staff.roles")}>{roleNames(t, person.roles)}</td>
              <td data-label={t("admin.staff.now")}>
                <span class={person.available ? "state ok" : "state soft"}>
                  <Icon name={person.available ? "connected" : "away"} />
                  <span>{t(person.available ? "staff.availability.available" : "staff.availability.away")}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <section aria-labelledby="invite-title">
        <h2 id="invite-title">{t("admin.invite.title")}</h2>
        {invitation && <Invitation frame={frame} invitation={invitation} />}
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <form class="fields" method="post" action="/admin/staff/invite">
          <fieldset class="field">
            <legend>{t("admin.invite.roles")}</legend>
            {roles.map((role) => (
              <label class="check">
                <input type="checkbox" name="roles" value={role} checked={role === "counsellor"} />
                <span>
                  {roleNames(t, [role])}
                  <small>{t(`admin.role_hint.${role}`)}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <button type="submit" class="main">
            {t("admin.invite.button")}
          </button>
        </form>
      </section>
    </StaffSheet>
  );
}

function Invitation(props: { frame: StaffFrame; invitation: NonNullable<StaffListProps["invitation"]> }) {
  const { t } = props.frame;
  const { link, roles, hours } = props.invitation;
  return (
    <div class="once" role="status">
      <label for="invitation">
        <b>{t("admin.invite.link")}</b>
      </label>
      <input id="invitation" readonly value={link} dir="ltr" />
      <p>{t("admin.invite.once", { roles: roleNames(t, roles), hours })}</p>
    </div>
  );
}
