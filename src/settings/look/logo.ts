/** The helpline's own picture, beside its name on every young person's page. */
export interface Logo {
  /** A PNG made by `readingLogo`, in base64. */
  png: string;
  /** Pixels. */
  width: number;
  height: number;
}

/** What a logo may be at most, whatever was uploaded: every young person's page carries it. */
export const logoKept = { bytes: 2_000, width: 240, height: 64 };

/** Whether something is a logo as `readingLogo` makes it, for what is stored. */
export function isLogo(given: unknown): given is Logo {
  if (typeof given !== "object" || given === null) return false;
  const { png, width, height } = given as Record<string, unknown>;
  const isSide = (side: unknown, most: number) =>
    Number.isInteger(side) && (side as number) > 0 && (side as number) <= most;
  if (!isSide(width, logoKept.width) || !isSide(height, logoKept.height)) return false;
  if (typeof png !== "string" || png.length > Math.ceil(logoKept.bytes / 3) * 4) return false;
  return /^iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$/.test(png);
}
