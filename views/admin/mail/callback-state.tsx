import type { CallbackCounts, WaitingCallbacks } from "#src/callback/callback.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Done } from "#views/parts/told/saved.tsx";

export interface CallbackState {
  /** Why young people are not offered it; null while they are. */
  why: "off" | "no_mail" | "locked" | "not_open" | null;
  /** Who waits now, by line; without its name where there is one line only. */
  waiting: (WaitingCallbacks & { name: string | null })[];
  counts: CallbackCounts;
  /** How many an admin has just let go of; null when nobody has. */
  letGo: number | null;
  /** Where the links of the mails lead while no address of the helpline is set: to this machine alone. */
  nowhere: string | null;
}

const ways = { no_mail: "/admin/mail", not_open: "/admin/open", off: null, locked: null } as const;

/** Whether young people are offered to be written to, who waits for it, and what became of it: numbers, and nobody's address. */
export function CallbackStateShown({ t, state }: { t: Translate; state: CallbackState }) {
  const { why, waiting, counts, nowhere, letGo } = state;
  const way = why && ways[why];
  const numbers = [
    ["asked", counts.asked],
    ["invited", counts.invited],
    ["came", counts.ended.came],
    ["refused", counts.ended.refused],
    ["told", counts.ended.told],
    ["undeliverable", counts.ended.undeliverable],
    ["too_old", counts.ended.too_old],
    ["let_go", counts.ended.let_go],
  ] as const;
  return (
    <section id="callback-state" aria-labelledby="callback-state-title">
      <h2 id="callback-state-title">{t("admin.entry.status")}</h2>
      <p class={why ? "note warn" : "hint"} id="callback-why">
        {t(why ? `admin.callback.why.${why}` : "admin.callback.why.offered")}
        {way && (
          <>
            {" "}
            <a href={way}>{t(`admin.callback.way.${why as "no_mail" | "not_open"}`)}</a>
          </>
        )}
      </p>
      {nowhere && <p class="note warn">{t("admin.callback.no_address", { address: nowhere })}</p>}
      {letGo !== null && <Done words={t("admin.callback.let_go.done", { n: letGo })} />}
      <h3>{t("admin.callback.now")}</h3>
      {waiting.length === 0 ? (
        <p class="hint">{t("admin.callback.nobody")}</p>
      ) : (
        <ul class="list">
          {waiting.map(({ name, asked, invited }) => (
            <li>
              {name !== null && <span dir="auto">{name}</span>}
              <span>{t("admin.callback.waiting", { n: asked, invited })}</span>
            </li>
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <p>
          <a href="/admin/settings/callback/let-go">{t("admin.callback.let_go")}</a>
        </p>
      )}
      <h3>{t("admin.callback.counts")}</h3>
      {counts.asked === 0 ? (
        <p class="hint">{t("admin.callback.nobody")}</p>
      ) : (
        <ul class="list">
          {numbers.map(([name, n]) => (
            <li>
              <span>{t(`admin.callback.count.${name}`)}</span>
              <b>{t.number(n)}</b>
            </li>
          ))}
        </ul>
      )}
      <p class="hint">{t("admin.callback.private")}</p>
    </section>
  );
}
