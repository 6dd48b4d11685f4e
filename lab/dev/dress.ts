import { loadAssets } from "#src/http/server/assets.ts";

/** `system` is as the browser has it. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

function sheets(): Map<string, string> {
  const { youthCss, youthNoScriptCss, youthChatCss, youthMeanwhileCss, youthDangerCss, laterCss, ...more } =
    loadAssets();
  const { busyCss, frameCss, dangerFrameCss, discreetCss, css, byPath } = more;
  const youth = { youthCss, youthNoScriptCss, youthChatCss, youthMeanwhileCss, youthDangerCss, laterCss, busyCss };
  return new Map(Object.entries({ ...youth, frameCss, dangerFrameCss, ...discreetCss, css: byPath.get(css)!.text }));
}

/** Returns a page with our style sheets marked by name, so that other versions can replace them. */
export function markSheets(html: string): string {
  return [...sheets()].reduce(
    (text, [name, css]) => text.replaceAll(css, () => `/*<${name}*/${css}/*${name}>*/`),
    html,
  );
}

/** Returns a kept page, frames included, in a theme and today's style sheets. */
export function dress(html: string, theme: Theme): string {
  const now = sheets();
  const frame = /( srcdoc="[^"]*")/;
  const isScripted = /^<!doctype html><html[^>]* data-scripted/.test(html);
  return html
    .split(frame)
    .map((part) => {
      if (frame.test(part)) return asFrame(dress(inFrame(part), theme));
      const styled = themed(restyled(part, now), theme);
      // Scripts ran in it, unlike where it is shown.
      return isScripted ? styled.replace(/@media \(scripting: ?none\)/g, "@media not all") : styled;
    })
    .join("");
}

function restyled(html: string, now: Map<string, string>): string {
  return html.replace(/\/\*<(\w+)\*\/[\s\S]*?\/\*\1>\*\//g, (before, name) => now.get(name) ?? before);
}

/** Media queries are decided here: `prefers-color-scheme` in a frame is not ours to set everywhere. */
function themed(html: string, theme: Theme): string {
  if (theme === "system") return html;
  return html
    .replaceAll("@media (prefers-color-scheme:dark)", theme === "dark" ? "@media all" : "@media not all")
    .replaceAll("color-scheme:light dark", `color-scheme:${theme}`)
    .replaceAll('name="color-scheme" content="light dark"', `name="color-scheme" content="${theme}"`);
}

/** Returns a page as the attribute of its frame. */
export function asFrame(html: string): string {
  return ` srcdoc="${html.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;
}

function inFrame(attribute: string): string {
  return attribute.slice(' srcdoc="'.length, -1).replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
