import { idOf } from "#src/http/frame/history.ts";
import { type C, fields, type Helpline, multipart } from "#src/http/server/context.ts";
import type { Logo } from "#src/settings/look/logo.ts";
import { readLogo } from "#src/settings/look/logo-reading.ts";
import type { LookDraft } from "#src/settings/look/look-draft.ts";
import type { LogoProblem } from "#src/settings/look/png-check.ts";
import { type Palette, type Scheme, themeNames, themes, variables } from "#src/settings/look/themes.ts";
import { settings } from "#src/settings/settings.ts";

/** Why a logo was not taken. */
export type LogoRefusal = LogoProblem | "too_fast";

/** The form of the look as it was sent. */
interface LookForm {
  draft: LookDraft;
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  /** The button that was pressed: "save", "start forest". */
  action: string;
  /** Why the file that was chosen is no logo; null where none was chosen, or it is one. */
  logoProblem: LogoRefusal | null;
  /** What the preview is asked to show. */
  wish: Record<string, string>;
}

/** Reads the form of the look. Never throws; a logo that was uploaded is drawn anew at once, and nothing else of it is kept. */
export async function readLookForm(c: C, helpline: Helpline): Promise<LookForm> {
  const texts = await fields(c);
  const uploaded = await uploadedLogo(c, helpline);
  const kept = texts.logo_remove === "1" ? noLogo : await keptLogo(c, helpline, texts.logo_kept);
  const action = texts.do ?? "";
  const draft = {
    theme: texts.theme ?? "",
    colours: { light: paletteOf(texts, "light"), dark: paletteOf(texts, "dark") },
    face: texts.face ?? "",
    faceColour: texts.faceColour ?? "",
    logo: uploaded?.logo ?? kept.logo,
  };
  return {
    draft: { ...draft, ...startedFrom(action) },
    basedOn: idOf(texts.based_on),
    action,
    logoProblem: uploaded ? uploaded.problem : kept.problem,
    wish: texts,
  };
}

function paletteOf(texts: Record<string, string>, scheme: Scheme): Palette {
  const typed = (name: string) => (texts[`${scheme}.${name}`] ?? "").trim().toLowerCase().slice(0, 20);
  return Object.fromEntries(variables.map((name) => [name, typed(name)])) as Palette;
}

/** Own colours that begin as those of a ready theme. */
function startedFrom(action: string): Partial<LookDraft> {
  const name = themeNames.find((one) => action === `start ${one}`);
  return name ? { theme: "own", colours: themes[name] } : {};
}

interface LogoGiven {
  logo: Logo | null;
  problem: LogoRefusal | null;
}

const noLogo: LogoGiven = { logo: null, problem: null };

/** null where no file was chosen. */
async function uploadedLogo(c: C, helpline: Helpline): Promise<LogoGiven | null> {
  if (!/^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "")) return null;
  const given: unknown = (await multipart(c)).get("logo");
  // A browser sends a file field that holds no file as an empty one, which has no name here.
  if (!(given instanceof File) || !given.name) return null;
  return logoOf(c, helpline, new Uint8Array(await given.arrayBuffer()));
}

/**
 * A logo that waits in the form to be saved: a form can say anything, so it is drawn anew, unless it is the one in force or
 * was drawn here a moment ago.
 */
async function keptLogo(c: C, helpline: Helpline, png: string | undefined): Promise<LogoGiven> {
  if (png === "") return noLogo;
  const inForce = settings(helpline.db).logo;
  if (png === undefined || png === inForce?.png) return { logo: inForce, problem: null };
  const known = drawnLately.get(png);
  if (known) return { logo: known, problem: null };
  return logoOf(c, helpline, Buffer.from(png.slice(0, 3_000), "base64"));
}

/** By their PNG in base64: they come back with every repaint of a preview. */
const drawnLately = new Map<string, Logo>();
const maxDrawn = 50;

async function logoOf(c: C, { limiter }: Helpline, bytes: Uint8Array): Promise<LogoGiven> {
  if (!limiter.take("logo", c.get("member").id)) return { logo: null, problem: "too_fast" };
  const read = await readLogo(bytes);
  if ("problem" in read) return { logo: null, problem: read.problem };
  const logo = { ...read, png: Buffer.from(read.png).toString("base64") };
  if (drawnLately.size >= maxDrawn) drawnLately.clear();
  drawnLately.set(logo.png, logo);
  return { logo, problem: null };
}
