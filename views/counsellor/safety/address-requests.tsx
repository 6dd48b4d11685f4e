import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

export interface Opening {
  emergencyId: number;
  /** Public aliases: who asks, and who has said yes; null while nobody has. */
  asker: string;
  confirmer: string | null;
}

/** Somebody wants to read a chat that is over, for which whoever looks is to say yes. */
export interface Ask {
  id: number;
  alias: string;
  /** Where they say it. */
  href: string;
}

interface OpeningsProps {
  t: Translate;
  openings: Opening[];
  asks: Ask[];
}

/** Somebody waits for their yes, to open a network address or a chat that is over, or has said yes to them: above everything, on every view. */
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
