import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { Offered } from "#src/queue/handover/seats.ts";
import { UrgentMark } from "#views/counsellor/console/queue.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { changesPanes } from "./acts.tsx";
import { LeftWords } from "./seats.tsx";

/** Handovers that colleagues offer: above everything, on every view, until answered. */
export function Offers({ t, offered, now }: { t: Translate; offered: Offered[]; now: number }) {
  return (
    <section id="offers" role="status" aria-label={t("staff.offers.label")}>
      {offered.map((one) => (
        <OfferRow t={t} one={one} now={now} />
      ))}
    </section>
  );
}

function OfferRow({ t, one, now }: { t: Translate; one: Offered; now: number }) {
  const { id } = one;
  const at = `/staff/conversation/${id}/handover`;
  return (
    <article class="offer" id={`offer-${id}`}>
      <div>
        <p>
          {one.lane === "urgent" && <UrgentMark t={t} />}
          <Icon name="person" /> <b>{t("staff.offers.title", { alias: one.by, name: one.name })}</b>{" "}
          <span lang={one.language}>{languageNames[one.language]}</span> <Ago t={t} at={one.at} now={now} />
        </p>
        <LeftWords t={t} left={one} />
      </div>
      <div class="row-of">
        <form method="post" action={`${at}/accept`} hx-post={`${at}/accept`} {...changesPanes}>
          <button type="submit" class="main" id={`accept-${id}`}>
            {t("staff.offers.accept")}
          </button>
        </form>
        <form method="post" action={`${at}/decline`} hx-post={`${at}/decline`} hx-swap="none">
          <button type="submit" class="second" id={`decline-${id}`}>
            {t("staff.offers.decline")}
          </button>
        </form>
      </div>
    </article>
  );
}
