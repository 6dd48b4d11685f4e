import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

export interface Opening {
  emergencyId: number;
  /** Alias; `confirmer` is null while no one has said yes. */
  asker: string;
  confirmer: string | null;
}

/** Someone wants to read an ended chat, for which the reader's yes is needed. */
export interface Ask {
  id: number;
  alias: string;
  href: string;
}

interface OpeningsProps {
  t: Translate;
  openings: Opening[];
  asks: Ask[];
}

/** Says on every view that someone waits for the reader's yes to open an address or an ended chat, or gave theirs. */
export function Openings({ t, openings, asks }: OpeningsProps) {
  return (
    <section id="openings" role="alert" aria-label={t("staff.address.title")}>
      {openings.map(({ emergencyId, asker, confirmer }) => (
        <article class="offer" id={`opening-${emergencyId}`}>
          <p>
            <Icon name="urgent" />{" "}
            <b>
              {confirmer === null
                ? t("staff.address.for_you", { alias: asker })
                : t("staff.address.for_you_yes", { alias: confirmer })}
            </b>
          </p>
          <a class="second" href={`/staff/emergencies/${emergencyId}#address`}>
            {t("staff.emergency.to_record")}
          </a>
        </article>
      ))}
      {asks.map(({ id, alias, href }) => (
        <article class="offer" id={`ask-${id}`}>
          <p>
            <Icon name="urgent" /> <b>{t("staff.open.for_you", { alias })}</b>
          </p>
          <a class="second" href={href}>
            {t("staff.open.to_it")}
          </a>
        </article>
      ))}
    </section>
  );
}
