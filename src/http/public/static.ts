import type { Handle } from "#src/http/server/context.ts";

/** GET /static/…: a static file under its checksum, kept for ever, in the encoding the browser likes best. */
export const file: Handle = (c, helpline) => {
  const asset = helpline.assets.byPath.get(c.req.path);
  if (!asset) return c.notFound();
  const headers = {
    "Content-Type": asset.type,
    "Cache-Control": "public, max-age=31536000, immutable",
    Vary: "Accept-Encoding",
  };
  const accepted = c.req.header("accept-encoding") ?? "";
  for (const encoding of ["br", "gzip"] as const) {
    if (new RegExp(`\\b${encoding}\\b`).test(accepted)) {
      return c.body(asset.encoded(encoding), 200, { ...headers, "Content-Encoding": encoding });
    }
  }
  return c.body(asset.text, 200, headers);
};
