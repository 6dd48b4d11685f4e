import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";
import { type MachinesProps, MachinesState } from "./second-machine.tsx";

/** What lies in a store; instants in words. */
export interface StoreProps {
  where: string;
  state: "ok" | "late" | "none" | "data_only";
  isBusy: boolean;
  /** The last copy there that can be restored, and up to when everything is there; null = none. */
  last: string | null;
  until: string | null;
  /** Up to when data are there without their keys; null = with them, or none. */
  dataUntil: string | null;
  /** Whether no more than 15 minutes would be lost. */
  isPromised: boolean;
  /** In sentences. */
  noKeys: string | null;
  failed: string | null;
  left: string[];
}

export interface ElsewhereProps {
  t: Translate;
  /** null = copies go to none. */
  store: StoreProps | null;
  /** Whether a second machine fetches them. */
  isFetched: boolean;
  machines: MachinesProps;
}

/** Whether copies lie anywhere but on this machine, and what would be lost with it. */
export function Elsewhere({ t, store, isFetched, machines }: ElsewhereProps) {
  const isNowhere = store === null && !isFetched;
  return (
    <section id="elsewhere" aria-labelledby="elsewhere-title">
      <h2 id="elsewhere-title">{t("admin.backup.elsewhere")}</h2>
      {isNowhere && <Nowhere t={t} />}
      {store !== null && <InStore t={t} {...store} />}
      <MachinesState {...machines} />
    </section>
  );
}

function Nowhere({ t }: { t: Translate }) {
  return (
    <>
      <p class="state warn">
        <Icon name="urgent" />
        <b>{t("admin.backup.elsewhere.state.nowhere")}</b>
      </p>
      <p>{t("admin.backup.elsewhere.nowhere")}</p>
    </>
  );
}

function InStore(props: { t: Translate } & StoreProps) {
  const { t, where, state, isBusy, last, noKeys, failed, left } = props;
  return (
    <>
      <p class={state === "late" ? "error" : state === "ok" ? "state ok" : "state warn"}>
        <Icon name={state === "ok" ? "connected" : "urgent"} />
        <b>{t(`admin.backup.elsewhere.state.${state}`)}</b>
      </p>
      <p>
        {`${t("admin.backup.elsewhere.store")} `}
        <code>{where}</code>
      </p>
      {last !== null && <p>{t("admin.backup.elsewhere.last", { when: last })}</p>}
      <p>{lossOf(props)}</p>
      {isBusy && <p role="status">{t("admin.backup.elsewhere.busy")}</p>}
      {failed !== null && (
        <p class="error" role="alert">
          {`${t("admin.backup.elsewhere.failed")} ${failed}`}
        </p>
      )}
      {noKeys !== null && <p class="note warn">{noKeys}</p>}
      {left.length > 0 && <p class="note warn">{t("admin.backup.elsewhere.left", { files: left.join(", ") })}</p>}
    </>
  );
}

/** Promises minutes only while they are true. */
function lossOf({ t, until, dataUntil, isPromised }: { t: Translate } & StoreProps): string {
  if (isPromised) return t("admin.backup.elsewhere.promise");
  if (dataUntil !== null) return t("admin.backup.elsewhere.data_only", { when: dataUntil });
  if (until !== null) return t("admin.backup.elsewhere.lost", { when: until });
  return t("admin.backup.elsewhere.lost_all");
}
