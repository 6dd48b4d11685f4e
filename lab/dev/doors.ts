import { readFileSync } from "node:fs";
import type { PathsBeside } from "#src/listen-bun.ts";
import { type Group, groups, statesOf } from "#tests/support/states/groups.ts";
import { dress, type Theme, themes } from "./dress.ts";
import { keptPage, keptViews, slugOf } from "./kept.ts";
import { FramesPage, ListPage, type Look } from "./page.tsx";

/** A kept page runs no scripts and loads nothing; the page around it may restore its scrolling. */
const alone = [
  ...["sandbox allow-same-origin", "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"],
  ...["frame-src 'self'", "frame-ancestors 'self'", "form-action 'none'"],
].join("; ");

/** Returns the doors of /dev/views: every state of every view, from the folder of `npm run views`. */
export function viewDoors(folder = keptViews): PathsBeside {
  const answer = (request: Request) => answerTo(new URL(request.url), folder) ?? new Response("", { status: 404 });
  return { "/dev/views": answer, "/dev/views/*": answer };
}

/** Names are looked up in the table of states: no path is made from a request. */
function answerTo({ pathname, searchParams }: URL, folder: string): Response | null {
  const [, , , first = "", second = ""] = pathname.split("/");
  if (first === "") return page(ListPage({ folder }));
  if (first === "views.js") return file("views.js", "text/javascript");
  if (first === "views.css") return file("views.css", "text/css");
  const group = groups.find((one) => slugOf(one) === first);
  if (!group) return null;
  const look = lookOf(searchParams, group);
  if (second === "") return page(FramesPage({ folder, group, state: null, look }));
  const state = statesOf(group).find((name) => second === name || second === `${name}.html`);
  if (!state) return null;
  if (second === state) return page(FramesPage({ folder, group, state, look }));
  const html = keptPage(folder, group, state);
  return html === null ? null : reply(dress(html, look.theme), "text/html", { "Content-Security-Policy": alone });
}

/** The width and theme asked for, else those of the audience. */
function lookOf(asked: URLSearchParams, { of }: Group): Look {
  const width = Number(asked.get("width"));
  const theme = themes.find((name) => name === asked.get("theme")) satisfies Theme | undefined;
  const isWidth = Number.isInteger(width) && width >= 200 && width <= 4_000;
  return { width: isWidth ? width : of === "youth" ? 360 : 1280, theme: theme ?? "system" };
}

function page(html: unknown): Response {
  return reply(`<!doctype html>${html}`, "text/html");
}

function file(name: string, type: string): Response {
  return reply(readFileSync(new URL(name, import.meta.url), "utf8"), type);
}

function reply(text: string, type: string, more: Record<string, string> = {}): Response {
  return new Response(text, {
    headers: { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store", ...more },
  });
}
