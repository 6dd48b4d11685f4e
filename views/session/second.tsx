import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Problems, wrongOf } from "#views/parts/problems.tsx";
import { Qr } from "#views/parts/qr.tsx";
import { TextField } from "#views/parts/text-field.tsx";

export interface SecondProps {
  frame: StaffFrame;
  /** What they have. */
  has: { appSince: number | null; codesLeft: number };
  /** What an app is to be told now; null where none is set up. */
  app: { secret: string; matrix: boolean[][] } | null;
  /** Recovery codes that were just made: shown once. */
  codes: string[] | null;
  /** Until when it may wait, ms UTC; null where nobody asks for it. */
  due: number | null;
  /** IANA name. */
  zone: string;
  errors: Partial<Record<"code", string>>;
}

/** What somebody signs in with beside their password: set up, renewed, taken off. */
export function Second(props: SecondProps) {
  const { frame, has, app, codes, due, zone, errors } = props;
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet frame={frame} title={t("session.second.title")} here="me" wrong={wrong.size > 0}>
      <div class="narrow">
        <p>
          <a href="/staff/me">{t("session.me.title")}</a>
        </p>
        <h1>{t("session.second.title")}</h1>
        <p class="lead">{t("session.second.lead")}</p>
        {due !== null && (
          <p class="note warn" role="status">
            {t("session.second.asked", { date: t.dateTime(due, zone) })}
          </p>
        )}
        {codes && <Codes frame={frame} codes={codes} />}
        <Problems t={t} wrong={wrong} />
        {app && <SetUp {...props} app={app} />}
        {!app && has.appSince === null && <Begin {...props} />}
        {has.appSince !== null && (
          <>
            <h2>{t("session.second.app")}</h2>
            <p>{t("session.second.app_on", { when: t.dateTime(has.appSince, zone) })}</p>
            {!codes && <CodesLeft frame={frame} left={has.codesLeft} />}
            <h2>{t("session.second.off_title")}</h2>
            <p class="hint">{t("session.second.off_hint")}</p>
            <form method="post" action="/staff/me/second/off">
              <button type="submit" class="second">
                {t("session.second.off")}
              </button>
            </form>
          </>
        )}
      </div>
    </StaffSheet>
  );
}

function Begin({ frame: { t }, due }: SecondProps) {
  return (
    <>
      <p>{t("session.second.how")}</p>
      <form method="post" action="/staff/me/second/app" class="acts">
        <button type="submit" class="main">
          {t("session.second.begin")}
        </button>
        {due !== null && <a href="/staff">{t("session.second.later")}</a>}
      </form>
    </>
  );
}

/** Two steps: the app is told, and shows that it was. */
function SetUp({ frame: { t }, app, errors }: SecondProps & { app: NonNullable<SecondProps["app"]> }) {
  return (
    <>
      <h2>{t("session.second.scan")}</h2>
      <p>{t("session.second.scan_hint")}</p>
      <div class="once">
        <Qr matrix={app.matrix} label={t("session.second.qr")} />
        <label for="secret">
          <b>{t("session.second.secret")}</b>
        </label>
        <input id="secret" readonly value={app.secret.match(/.{1,4}/g)!.join(" ")} dir="ltr" autocomplete="off" />
      </div>
      <h2>{t("session.second.shows")}</h2>
      <form class="fields" method="post" action="/staff/me/second/confirm" novalidate>
        <TextField name="code" label={t("session.second.code")} error={errors.code} autocomplete="one-time-code" />
        <button type="submit" class="main">
          {t("session.second.confirm")}
        </button>
      </form>
    </>
  );
}

/** Shown once, as large as what is to be written down. */
function Codes({ frame: { t }, codes }: { frame: StaffFrame; codes: string[] }) {
  return (
    <section class="once" aria-labelledby="codes-title">
      <h2 id="codes-title">{t("session.second.codes")}</h2>
      <p>{t("session.second.codes_once")}</p>
      <ol id="codes" dir="ltr">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}

function CodesLeft({ frame: { t }, left }: { frame: StaffFrame; left: number }) {
  return (
    <>
      <h2>{t("session.second.codes")}</h2>
      <p>{t("session.second.codes_left", { n: left })}</p>
      <form method="post" action="/staff/me/second/codes">
        <button type="submit" class="second">
          {t("session.second.codes_new")}
        </button>
      </form>
    </>
  );
}
