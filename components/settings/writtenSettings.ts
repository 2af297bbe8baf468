const namespace = "swarm:";

/** Removes the namespace; Pulumi passes mappings and lists as JSON, other values as text. */
export function writtenSettings(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(namespace));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), structured(value)]));
}

function structured(value: string): unknown {
  if (!/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
