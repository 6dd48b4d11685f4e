import { encodeQR } from "qr";

/** A text as a QR code: rows of dark (true) and light squares, with the quiet edge of four that readers need. */
export function qrMatrix(text: string): boolean[][] {
  return encodeQR(text, "raw", { ecc: "medium", border: 4 });
}
