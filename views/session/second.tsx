import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Qr } from "#views/parts/qr.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";
import { KeyButton } from "./key-button.tsx";

export interface SecondProps {
  frame: StaffFrame;
  has: { appSince: number | null; codesLeft: number; keys: number };
  keys: { id: number; browser: string; createdAt: number; usedAt: number | null }[];
  askKey: string;
  /** What to tell an app now; null = none is being set up. */
  app: { secret: string; matrix: boolean[][] } | null;
  codes: string[] | null;
  /** Until when it may wait, ms UTC; null = no one asks for it. */
  due: number | null;
  zone: string;
  errors: Partial<Record<"code" | "new_key", string>>;
}

/** Second steps beside the password: set up, renewed, removed. */
export function Second(props: SecondProps) {
  const { frame, has, app, codes, due, zone, errors } = props;
  const { t } = frame;
  const wrong = wrongOf(t, errors);
  return (
    <StaffSheet frame={frame} title={t("session.second.title")} here="me" wrong={wrong.size > 0} script="passkey">
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
          </>
        )}
        {!app && <Keys {...props} />}
        {(has.appSince !== null || has.keys > 0) && (
          <>
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

function Keys({ frame: { t }, keys, askKey, zone }: SecondProps) {
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">{t("session.key.title")}</h2>
      <p>{t("session.key.how")}</p>
      {keys.length > 0 && (
        <ul class="list" id="keys">
          {keys.map((key) => (
            <li>
              <p>
                <b>{key.browser === "" ? t("session.sessions.unknown") : key.browser}</b>
                <br />
                <span class="soft small">
                  {t("session.sessions.times", {
                    since: t.dateTime(key.createdAt, zone),
                    used: t.dateTime(key.usedAt ?? key.createdAt, zone),
                  })}
                </span>
              </p>
              <form method="post" action="/staff/me/second/key-off">
                <button type="submit" class="second" name="id" value={String(key.id)}>
                  {t("session.key.remove")}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/staff/me/second/key" data-key={askKey} id="new_key">
        <KeyButton t={t} words={t("session.key.add")} makes />
        <noscript>{t("session.key.script")}</noscript>
      </form>
    </section>
  );
}

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
        <TextField
          name="code"
          label={t("session.second.code")}
          error={errors.code}
          autocomplete="one-time-code"
          exact
          inputmode="numeric"
        />
        <button type="submit" class="main">
          {t("session.second.confirm")}
        </button>
      </form>
    </>
  );
}

/** Shown once, in large type to be written down. */
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
      <p>
        <a class="main" href="/staff">
          {t("session.second.codes_kept")}
        </a>
      </p>
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
