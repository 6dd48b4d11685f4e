import type { Translate } from "#src/i18n/i18n.ts";
import type { ToldOnCall } from "#src/on-call/sent.ts";
import { Icon } from "#views/parts/icons.tsx";
import { feedProblemKey } from "../importing/source-words.tsx";

/** What whoever was on call was told, the newest first, and what became of it. */
export function ToldList({ t, zone, told }: { t: Translate; zone: string; told: ToldOnCall[] }) {
  return (
    <section id="sent" aria-labelledby="sent-title">
      <h2 id="sent-title">{t("admin.on_call.sent")}</h2>
      <p class="hint">{t(told.length === 0 ? "admin.on_call.sent_none" : "admin.on_call.sent_hint")}</p>
      <ul class="list">
        {told.map((one) => (
          <li>
            <div>
              <p dir="auto">
                <b>{t(`admin.on_call.cause.${one.cause}`)}</b>
                {one.line !== null && `, ${one.line}`}
              </p>
              <p class={mailFailed.has(one.mail) ? "state warn" : "soft"}>
                {mailFailed.has(one.mail) && <Icon name="urgent" />}
                <span>{t(`admin.on_call.mail.${one.mail}`, { alias: one.alias ?? "" })}</span>
              </p>
              {one.hook !== null && (
                <p class={one.hook === "failed" ? "state warn" : "soft"}>
                  {one.hook === "failed" && <Icon name="urgent" />}
                  <span>
                    {[t(`admin.on_call.hook_was.${one.hook}`), whyNot(t, one.hookError)].filter(Boolean).join(". ")}
                  </span>
                </p>
              )}
              <p class="soft small">
                <time datetime={new Date(one.at).toISOString()}>{t.dateTime(one.at, zone)}</time>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const mailFailed: ReadonlySet<string> = new Set([
  "nobody",
  "no_address",
  "not_ready",
  "refused",
  "given_up",
  "withdrawn",
]);

/** Why the address of the web did not take it; "" where it did. */
function whyNot(t: Translate, error: string | null): string {
  if (error === null || error === "none") return "";
  const [, status] = /^status (\d+)$/.exec(error) ?? [];
  return status ? t("admin.on_call.hook_status", { status }) : t(feedProblemKey(error));
}
