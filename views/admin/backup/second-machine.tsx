import type { Translate } from "#src/i18n/i18n.ts";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Command } from "#views/parts/told/command.tsx";
import { Folded } from "./folded.tsx";

/** How a machine does that fetches copies, in words. */
export interface MachineState {
  id: number;
  name: string;
  /** When it last asked, and up to when it has everything; null = never, and nothing. */
  shown: string | null;
  until: string | null;
  /** How long it has had nothing new, if that is too long. */
  late: string | null;
}

export interface MachinesProps {
  t: Translate;
  machines: MachineState[];
  /** One of them has all but the last quarter of an hour. */
  isPromised: boolean;
}

/** How the machines do that fetch copies; nothing where none may. */
export function MachinesState({ t, machines, isPromised }: MachinesProps) {
  if (machines.length === 0) return null;
  return (
    <>
      {machines.map((one) => (
        <>
          <p class={one.late === null ? undefined : "error"}>
            {one.late !== null && <Icon name="urgent" />}
            {stateOf(t, one)}
          </p>
        </>
      ))}
      {isPromised && (
        <p class="state ok">
          <Icon name="connected" />
          <b>{t("admin.backup.machine.promise")}</b>
        </p>
      )}
    </>
  );
}

function stateOf(t: Translate, { name, shown, until, late }: MachineState): string {
  const now =
    shown === null
      ? t("admin.backup.machine.waits", { name })
      : until === null
        ? t("admin.backup.machine.nothing", { name, shown })
        : t("admin.backup.machine.has", { name, shown, until });
  return late === null ? now : `${now} ${t("admin.backup.machine.late", { name, age: late })}`;
}

export interface LetMachineProps {
  t: Translate;
  machines: MachineState[];
  /** One that was just let in: its token is in no other page. */
  made: { name: string; token: string; commands: [string, string] } | null;
  /** What was typed as a name, and why it cannot be one. */
  typed: string;
  error: string | undefined;
}

/** Lets a machine fetch copies, or nothing more. */
export function LetMachine({ t, machines, typed, error }: LetMachineProps) {
  return (
    <Folded id="machine" title={t("admin.backup.machine.title")} open={error !== undefined}>
      <p>{t("admin.backup.machine.lead")}</p>
      {machines.map(({ id, name }) => (
        <details class="group">
          <summary>
            <b>{t("admin.backup.machine.remove", { name })}</b>
          </summary>
          <form class="group-fields" method="post" action={`/admin/backup/machines/${id}/remove`}>
            <p>{t("admin.backup.machine.remove_about")}</p>
            <button type="submit" class="second">
              {t("admin.backup.machine.remove_yes", { name })}
            </button>
          </form>
        </details>
      ))}
      <form class="fields" method="post" action="/admin/backup/machines" novalidate>
        <TextField
          name="name"
          label={t("admin.backup.machine.name")}
          hint={t("admin.backup.machine.name_hint")}
          value={typed}
          error={error}
          autocomplete="off"
        />
        <div>
          <button type="submit" class="second">
            {t("admin.backup.machine.let")}
          </button>
        </div>
      </form>
    </Folded>
  );
}

/** What is typed on a machine that was just let in, and its token, this once. */
export function MachineMade({ t, made }: Pick<LetMachineProps, "t" | "made">) {
  if (made === null) return null;
  const { name, token, commands } = made;
  return (
    <div class="once no-print" id="made" role="status">
      <p>
        <b>{t("admin.backup.machine.may", { name })}</b>
      </p>
      <p>{t("admin.backup.machine.command")}</p>
      <Command t={t} text={commands[0]} />
      <label for="token">
        <b>{t("admin.backup.machine.token", { name })}</b>
      </label>
      <input id="token" readonly value={token} dir="ltr" autocomplete="off" />
      <p>{t("admin.backup.machine.once")}</p>
      <p>{t("admin.backup.machine.keep_on")}</p>
      <Command t={t} text={commands[1]} />
    </div>
  );
}
