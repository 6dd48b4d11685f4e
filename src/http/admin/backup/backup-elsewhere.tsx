import { whyNoKeys, whyNotThere } from "#src/backup/elsewhere/words.ts";
import { behindSince, machines } from "#src/backup/standby/machines.ts";
import { minuteMs } from "#src/clock.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Helpline } from "#src/http/server/context.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { howLong } from "#src/i18n/when.ts";
import type { ElsewhereProps, StoreProps } from "#views/admin/backup/backup-elsewhere.tsx";
import type { MachinesProps } from "#views/admin/backup/second-machine.tsx";
import { whenInWords } from "./backup-words.ts";

/** So much at most is lost while someone is told so, ms. */
const promisedMs = 15 * minuteMs;

/** Returns what lies elsewhere, as the page of the copies shows it. */
export function elsewhereNow(t: Translate, helpline: Helpline): ElsewhereProps {
  const { db, store } = helpline;
  return {
    t,
    store: store && storeNow(t, helpline, store),
    isFetched: machines(db).length > 0,
    machines: machinesNow(t, helpline),
  };
}

function storeNow(t: Translate, { clock, db }: Helpline, store: NonNullable<Helpline["store"]>): StoreProps {
  const [now, failed] = [clock.now(), store.failed()];
  const words = (at: number | null) => (at === null ? null : whenInWords(t, at, now, homeZone(db)));
  const [until, dataUntil] = [store.savedUntil(), store.dataUntil()];
  const isDataOnly = dataUntil !== null && dataUntil > (until ?? 0);
  return {
    where: store.where,
    state: stateOf(store, isDataOnly),
    isBusy: store.isBusy(),
    last: words(store.last()),
    until: words(until),
    dataUntil: isDataOnly ? words(dataUntil) : null,
    isPromised: isFresh(until, now),
    noKeys: whyNoKeys(t, store.keys()),
    failed: failed && whyNotThere(t, failed),
    left: store.left(),
  };
}

/** What a clock of tomorrow has named is not fresh. */
const isFresh = (at: number | null, now: number) => at !== null && Math.abs(now - at) <= promisedMs;

function stateOf(store: NonNullable<Helpline["store"]>, isDataOnly: boolean): StoreProps["state"] {
  if (isDataOnly && store.keys() !== "go") return "data_only";
  if (store.lateSince() !== null) return "late";
  return store.last() === null ? "none" : "ok";
}

/** Returns how the machines do that fetch copies, as the page shows it. */
export function machinesNow(t: Translate, { db, clock }: Helpline): MachinesProps {
  const [now, zone] = [clock.now(), homeZone(db)];
  return {
    t,
    isPromised: machines(db).some(({ shownAt, savedUntil }) => isFresh(shownAt, now) && isFresh(savedUntil, now)),
    machines: machines(db).map((one) => {
      const since = behindSince(one, now);
      const inWords = (at: number | null) => (at === null ? null : whenInWords(t, at, now, zone));
      return {
        ...{ id: one.id, name: one.name, shown: inWords(one.shownAt), until: inWords(one.savedUntil) },
        late: since === null ? null : howLong(t, now - since),
      };
    }),
  };
}
