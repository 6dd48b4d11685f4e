import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Whether an address could be kept at all. */
export interface AddressReady {
  /** The helpline has chosen so. */
  isOn: boolean;
  /** Who could open one now (aliases), and how many it takes. */
  people: string[];
  least: number;
  /** How the address of whoever looks came here: it comes the way that those of young people come. */
  way: "whole" | "cut" | "none" | "stranger";
}

/** What it takes before an address is kept, and what of it is so: whoever switches it on should not learn it in an emergency. */
export function AddressReadyShown({ t, ready }: { t: Translate; ready: AddressReady }) {
  const { isOn, people, least, way } = ready;
  const names = new Intl.ListFormat(t.language).format(people);
  const isPair = people.length >= least;
  const isAll = isPair && way === "whole";
  return (
    <section id="address-ready" aria-labelledby="address-ready-title">
      <h2 id="address-ready-title">{t("admin.address.needs")}</h2>
      <ul class="list">
        <Need ok={isPair}>
          {isPair ? (
            t("admin.address.pair", { people: names })
          ) : (
            <>
              {t("admin.address.no_pair", { n: people.length, people: names })}{" "}
              <a href="/admin/keys">{t("staff.nav.keys")}</a>
            </>
          )}
        </Need>
        <Need ok={way === "whole"}>
          {t(`admin.address.way.${way}`)}
          {(way === "cut" || way === "none") && ` ${t("admin.address.way.how")}`}
        </Need>
      </ul>
      {isOn && (
        <p class={isAll ? "hint" : "note warn"}>{t(isAll ? "admin.address.ready" : "admin.address.not_ready")}</p>
      )}
      <p class="hint">{t("admin.address.there")}</p>
    </section>
  );
}

function Need({ ok, children }: { ok: boolean; children: Child }) {
  return (
    <li>
      <p class={ok ? undefined : "warn"}>
        <Icon name={ok ? "connected" : "urgent"} />
        {children}
      </p>
    </li>
  );
}
