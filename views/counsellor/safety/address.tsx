import type { AddressReason } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AddressRequest } from "#src/record/address-reading.ts";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";

/** Where the young person of an emergency writes from, as a supervisor sees it. */
export interface AddressNow {
  state: "off" | "none" | "locked";
  /** The reader is one of the two who can open it. */
  mayOpen: boolean;
  reasons: readonly AddressReason[];
  open: AddressRequest | null;
  requests: AddressRequest[];
  me: number;
  shown: string | null;
  wrongPassword: boolean;
  zone: string;
}

type Props = { t: Translate; id: number; now: AddressNow };

/** What can be done about the address of an emergency, and what was. */
export function Address({ t, id, now }: Props) {
  const { state, open, requests, shown, zone } = now;
  return (
    <section id="address" aria-labelledby="address-title">
      <h2 id="address-title">{t("staff.address.title")}</h2>
      {shown !== null && (
        <div class="card" role="alert">
          <p>
            <b translate="no">{shown}</b>
          </p>
          <p>{t("staff.address.shown_once")}</p>
        </div>
      )}
      {state !== "locked" && <p>{t(state === "off" ? "staff.emergency.address.off" : "staff.address.none")}</p>}
      {state === "locked" && shown === null && open === null && <Ask t={t} id={id} now={now} />}
      {state === "locked" && open !== null && <Open t={t} id={id} now={now} open={open} />}
      {requests.length > 0 && (
        <ul>
          {requests.map((one) => (
            <li>{inWords(t, one, zone)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function inWords(t: Translate, one: AddressRequest, zone: string): string {
  const reason = t(`staff.address.reason.${one.reason}`);
  const asked = t("staff.address.did.asked", { alias: one.asker, when: t.dateTime(one.askedAt, zone), reason });
  const yes = one.confirmer === null ? [] : [t("staff.address.did.confirmed", { alias: one.confirmer })];
  const seen = one.shownAt === null ? [] : [t("staff.address.did.shown", { when: t.dateTime(one.shownAt, zone) })];
  return [asked, ...yes, ...seen].join(" ");
}

function Ask({ t, id, now }: Props) {
  if (!now.mayOpen) return <p>{t("staff.address.not_you")}</p>;
  return (
    <>
      <p>{t("staff.address.locked")}</p>
      <form class="fields" method="post" action={`/staff/emergencies/${id}/address`}>
        <label for="reason">{t("staff.address.reason")}</label>
        <select id="reason" name="reason">
          {now.reasons.map((one) => (
            <option value={one}>{t(`staff.address.reason.${one}`)}</option>
          ))}
        </select>
        <button type="submit" class="second">
          {t("staff.address.ask")}
        </button>
      </form>
    </>
  );
}

function Open({ t, id, now, open }: Props & { open: AddressRequest }) {
  const isMine = open.askedBy === now.me;
  const waits = open.confirmedBy === null;
  if (!now.mayOpen || isMine === waits) {
    return (
      <>
        <p role="status">{t(waits ? "staff.address.waits" : "staff.address.waits_for", { alias: open.asker })}</p>
        {isMine && (
          <form method="get" action={`/staff/emergencies/${id}`}>
            <button type="submit" class="second">
              {t("staff.address.look_again")}
            </button>
          </form>
        )}
      </>
    );
  }
  const wrong = now.wrongPassword ? t("session.wrong.old_password") : undefined;
  const path = `/staff/emergencies/${id}/address/${waits ? "confirm" : "show"}`;
  return (
    <form class="fields" method="post" action={path}>
      <Problems t={t} wrong={wrongOf(t, wrong ? { confirm_password: wrong } : {})} />
      <p>{t(waits ? "staff.address.confirm_hint" : "staff.address.show_hint", { alias: open.asker })}</p>
      <TextField
        name="confirm_password"
        label={t("session.field.password")}
        error={wrong}
        autocomplete="current-password"
        secret
      />
      <button type="submit" class="main">
        {t(waits ? "staff.address.confirm" : "staff.address.show")}
      </button>
    </form>
  );
}
