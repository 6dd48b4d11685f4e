import type { Role } from "#src/events.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { roleNames } from "#views/parts/fields/roles.ts";

interface SignInProps {
  frame: StaffFrame;
  error: string | null;
  /** Why they are not signed in any more. */
  why?: string | null;
  signInName: string;
  /** People of a demo helpline with their passwords; null on a real one. */
  demo: { name: string; alias: string; roles: Role[]; password: string }[] | null;
}

/** The sign-in page of the staff. */
export function SignIn({ frame, error, why, signInName, demo }: SignInProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("session.sign_in.button")} wrong={error !== null}>
      <div class="narrow">
        <h1>{t("session.sign_in.button")}</h1>
        <p class="lead">{t("session.sign_in.lead")}</p>
        {why && (
          <p class="note warn" role="status">
            {why}
          </p>
        )}
        {error && (
          <p class="error" role="alert" id="sign-in-error">
            {error}
          </p>
        )}
        <form class="fields" method="post" action="/staff/sign-in">
          <div class="field">
            <label for="name">{t("session.field.name")}</label>
            <input
              id="name"
              name="name"
              value={signInName}
              required
              autocomplete="username"
              autocapitalize="none"
              aria-describedby={error ? "sign-in-error" : undefined}
            />
          </div>
          <div class="field">
            <label for="password">{t("session.field.password")}</label>
            <input id="password" name="password" type="password" required autocomplete="current-password" />
          </div>
          <button type="submit" class="main">
            {t("session.sign_in.button")}
          </button>
        </form>
        <p class="hint">{t("session.sign_in.lost")}</p>
        {demo && <DemoPeople frame={frame} people={demo} />}
      </div>
    </StaffSheet>
  );
}

function DemoPeople({ frame, people }: { frame: StaffFrame; people: NonNullable<SignInProps["demo"]> }) {
  const { t } = frame;
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t("session.demo.title")}</h2>
      <p class="hint">{t("session.demo.lead")}</p>
      <p>
        <a href="/staff/demo/mails">{t("session.demo.mails.link")}</a>
      </p>
      <ul class="list">
        {people.map((person) => (
          <li>
            <p>
              <b>{person.alias}</b> <span class="soft">{roleNames(t, person.roles)}</span>
              <br />
              <code>{person.name}</code> <span class="soft">·</span> <code>{person.password}</code>
            </p>
            <form method="post" action="/staff/sign-in">
              <input type="hidden" name="name" value={person.name} />
              <input type="hidden" name="password" value={person.password} />
              <button type="submit" class="second">
                {t("session.demo.button", { alias: person.alias })}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
