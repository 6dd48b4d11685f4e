import type { EntryCareProps } from "./entry-care.tsx";

const labels = {
  moved: "admin.directory.moved",
  broken: "admin.directory.broken",
  failing: "admin.directory.failing",
} as const;

/** Links that failed or moved. A first failure shows only to someone who has just asked: a site may be down for a night. */
export function Links({
  t,
  id,
  basedOn,
  links,
  back,
  asked = null,
}: Pick<EntryCareProps, "t" | "id" | "basedOn" | "links" | "back"> & Partial<Pick<EntryCareProps, "asked">>) {
  const told = links.flatMap((link) => {
    const { result } = link;
    if (result === "ok" || result === "unknown" || (result === "failing" && asked === null)) return [];
    return [{ ...link, label: labels[result], isDown: result !== "moved" }];
  });
  if (told.length === 0) return null;
  return (
    <ul class="list links">
      {told.map(({ url, label, isDown, status, movedTo }) => (
        <li>
          <div>
            <p>
              <b class="warned">{t(label)}</b>{" "}
              <a href={url} rel="noreferrer noopener" target="_blank" dir="ltr">
                {url}
              </a>
              {isDown && status !== null && ` (${status})`}
            </p>
            {movedTo && (
              <p class="small">
                → <bdi dir="ltr">{movedTo}</bdi>
              </p>
            )}
          </div>
          {movedTo && (
            <form method="post" action={`/admin/directory/${id}/link`}>
              <input type="hidden" name="based_on" value={String(basedOn)} />
              <input type="hidden" name="back" value={back} />
              <input type="hidden" name="to" value={movedTo} />
              <button type="submit" class="second" name="url" value={url}>
                {t("admin.directory.take_link")}
                <span class="sr">{`: ${movedTo}`}</span>
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Button that checks the links now, and the number just checked. */
export function AskLinks({
  t,
  id,
  mayAsk,
  asked,
  links,
}: Pick<EntryCareProps, "t" | "id" | "mayAsk" | "asked" | "links">) {
  const isWell = asked !== null && asked.n === asked.all && links.every(({ result }) => result === "ok");
  return (
    <>
      {asked && (
        <p class={isWell ? "state ok" : "state"} role="status">
          {askedInWords(t, asked)}
        </p>
      )}
      {mayAsk && (
        <form method="post" action={`/admin/directory/${id}/links`}>
          <button type="submit" class="second">
            {t("admin.directory.links_ask")}
          </button>
        </form>
      )}
    </>
  );
}

function askedInWords(t: EntryCareProps["t"], { n, all }: { n: number; all: number }): string {
  if (n === 0) return t("admin.directory.links_asked");
  return n === all ? t("admin.directory.links_asked") : t("admin.directory.links_asked_some", { n, all });
}
