import type { Translate } from "#src/i18n/i18n.ts";
import type { FailedMail, MailState, WhyNotSent } from "#src/mail/state.ts";

export interface MailNowProps {
  t: Translate;
  state: MailState;
  /** IANA name, for times. */
  zone: string;
}

/** How the mails do, read anew by itself while the page is open. */
export function MailWatched(props: MailNowProps) {
  return (
    <div id="mail-now" role="status" hx-get="/admin/mail/state" hx-trigger="every 20s" hx-swap="innerMorph">
      <MailNow {...props} />
    </div>
  );
}

/** How the mails do: whether any can go, what waits, what came back. Never to whom. */
export function MailNow({ t, state, zone }: MailNowProps) {
  const { notReady, waiting, trouble, failed, sentAt } = state;
  return (
    <>
      {notReady && <p class="note warn">{t(`admin.mail.state.${notReady}`)}</p>}
      {!notReady && !trouble && (
        <p class="state-now">
          <span class={sentAt === null ? "dot" : "dot open"} />
          <b>{t("admin.mail.state.ready")}</b>
          <span class="soft">
            {sentAt === null
              ? t("admin.mail.none_sent")
              : t("admin.mail.last_sent", { when: t.dateTime(sentAt, zone) })}
          </span>
        </p>
      )}
      {trouble && (
        <div class="note warn">
          <p>
            <b>{t("admin.mail.trouble", { n: trouble.n })}</b>
          </p>
          <WhyNot t={t} why={trouble} />
          <p class="soft small">{t("admin.mail.next_try", { when: t.dateTime(trouble.nextAt, zone) })}</p>
        </div>
      )}
      {waiting > 0 && <p class="soft">{t("admin.mail.waiting", { n: waiting })}</p>}
      {failed.length > 0 && <Failed t={t} failed={failed} zone={zone} />}
    </>
  );
}

function Failed({ t, failed, zone }: { t: Translate; failed: FailedMail[]; zone: string }) {
  return (
    <>
      <h3>{t("admin.mail.failed")}</h3>
      <ul class="list">
        {failed.map((one) => (
          <li>
            <div>
              <p>
                <b>{t(`admin.mail.purpose.${one.purpose}`)}</b>
                <span class="soft small">{` · ${t.dateTime(one.at, zone)}`}</span>
              </p>
              <WhyNot t={t} why={one} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why a mail did not go, in words, with the server's number for whoever runs it. */
export function WhyNot({ t, why }: { t: Translate; why: WhyNotSent }) {
  return (
    <p>
      {t(`admin.mail.reason.${why.reason}`)}
      {why.numbers !== "" && <span class="soft small">{` ${t("admin.mail.numbers", { numbers: why.numbers })}`}</span>}
    </p>
  );
}
