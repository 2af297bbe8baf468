import { gunzipSync } from "node:zlib";

/** Secrets that are recognizable by their form. */
const forms: readonly (readonly [form: RegExp, what: string])[] = [
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/, "a private key"],
  [/\bSWMTKN-\d+-[0-9a-z]+-[0-9a-z]+/, "a swarm join token"],
  [/\bSWMKEY-\d+-\S+/, "a swarm unlock key"],
  [/secret_?access_?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}/i, "an AWS secret key"],
  [/"(auth|identitytoken|registrytoken)"\s*:\s*"[^"]+"/, "a registry login"],
];

/** Secrets that are recognizable by the name of their property. */
const names = /^(password|privateKey|secretKey|secretAccessKey|sessionToken|registryToken)$/;

/** The secrets in a value, with their paths: `userData holds a private key`. */
export function secretsIn(value: unknown, path: string): string[] {
  if (typeof value === "string") return secretsInText(value).map((what) => `${path} holds ${what}`);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : [path, key].filter(Boolean).join(".");
    const inside = secretsIn(part, at);
    if (inside.length > 0 || typeof part !== "string" || part === "" || !names.test(key)) return inside;
    return [`${at} is in clear`];
  });
}

function secretsInText(text: string): string[] {
  const found = forms.filter(([form]) => form.test(text)).map(([, what]) => what);
  const packed = unpacked(text);
  return packed === undefined ? found : [...found, ...secretsInText(packed)];
}

/** User data is in base64, often compressed. */
function unpacked(text: string): string | undefined {
  if (text.length < 64 || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString();
  try {
    return gunzipSync(bytes, { maxOutputLength: 1 << 24 }).toString();
  } catch {
    return undefined;
  }
}
