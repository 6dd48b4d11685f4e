import { webAddressOf } from "#src/directory/web-address.ts";

/** Returns an object with the property, or an empty one where the text is "". */
export function some<N extends string>(name: N, text: string): Partial<Record<N, string>> {
  return text === "" ? {} : ({ [name]: text } as Record<N, string>);
}

const addressForm =
  /^https?:\/\/[\w.-]+(?::\d{1,5})?(?:[/?](?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*)?(?:#(?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*)?$/;

/** Returns an address in the form of RFC 3986, which HSDS requires, or "". */
export function hsdsAddress(text: string): string {
  if (addressForm.test(text)) return text;
  const written = webAddressOf(text)?.href ?? "";
  return addressForm.test(written) ? written : "";
}

/** Returns an email address of ASCII letters, which HSDS requires, or "". */
export function plainMail(text: string): string {
  return /^[\w+-]+(?:\.[\w+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/i.test(text) ? text : "";
}
