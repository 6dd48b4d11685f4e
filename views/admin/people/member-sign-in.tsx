import type { MemberPageProps } from "./member.tsx";

/** For someone who lost both phone and codes, and cannot get in by themselves. */
export function SecondStep({ frame: { t }, person, hasSecond, own }: MemberPageProps) {
  return (
    <section aria-labelledby="second-title">
      <h2 id="second-title">{t("session.second.title")}</h2>
      {hasSecond ? (
        <>
          <p>{t("admin.member.second_has")}</p>
          {own ? (
            <p>
              <a href="/staff/me/second">{t("session.second.look")}</a>
            </p>
          ) : (
            <>
              <p class="hint">{t("admin.member.second_hint", { alias: person.alias })}</p>
              <form method="post" action={`/admin/staff/${person.id}/second-off`}>
                <button type="submit" class="second">
                  {t("admin.member.second_off")}
                </button>
              </form>
            </>
          )}
        </>
      ) : (
        <p>{t("admin.member.second_none")}</p>
      )}
    </section>
  );
}

/** For someone who lost a phone on which they are signed in. */
export function SignedIn({ frame: { t }, person: { id, alias }, sessions }: MemberPageProps) {
  return (
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t("admin.member.sessions")}</h2>
      <p>{t("admin.member.sessions_open", { n: sessions })}</p>
      {sessions > 0 && (
        <>
          <p class="hint">{t("admin.member.sessions_hint", { alias })}</p>
          <form method="post" action={`/admin/staff/${id}/sessions`}>
            <button type="submit" class="second">
              {t("admin.member.sessions_end")}
            </button>
          </form>
        </>
      )}
    </section>
  );
}
