import type { Translate } from "#src/i18n/i18n.ts";

interface PersonProps {
  t: Translate;
  /** Everybody who can be on call. */
  people: { id: number; alias: string; hasAddress: boolean }[];
  /** The aliases of those who stand in the week, by id: some may not be on call any more. */
  gone: Map<number, string>;
  id: string;
  name: string;
  label: string;
  chosen: string;
  error: string | undefined;
}

/** Who is on call: somebody who can be, or nobody. Whoever stands there and cannot be any more is named too. */
export function PersonChoice({ t, people, gone, id, name, label, chosen, error }: PersonProps) {
  const isGone = chosen !== "" && !people.some((one) => String(one.id) === chosen) && gone.has(Number(chosen));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${id}-wrong` : undefined}
      >
        <option value="">{t("admin.on_call.nobody")}</option>
        {people.map((one) => (
          <option value={String(one.id)} selected={String(one.id) === chosen}>
            {one.hasAddress ? one.alias : t("admin.on_call.without_address", { alias: one.alias })}
          </option>
        ))}
        {isGone && (
          <option value={chosen} selected>
            {`${gone.get(Number(chosen))}: ${t("admin.on_call.gone")}`}
          </option>
        )}
      </select>
      {error && (
        <p class="wrong" id={`${id}-wrong`}>
          {error}
        </p>
      )}
    </div>
  );
}
