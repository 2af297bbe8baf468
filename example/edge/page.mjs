import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
const accents = ["blue", "violet", "green", "orange"];

/** What the swarm config says about the page; throws with everything that is wrong. */
export function readPageConfig(text, path) {
  let config;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: is not JSON (${error.message}); see example/page.json`);
  }
  if (config === null || typeof config !== "object" || Array.isArray(config))
    throw new Error(`${path}: must hold title, message and accent, but is ${text.trim()}`);
  const faults = [];
  for (const key of Object.keys(config)) {
    if (!["title", "message", "accent"].includes(key))
      faults.push(`${key}: unknown; remove it, or write title, message or accent`);
  }
  for (const key of ["title", "message"]) {
    if (typeof config[key] !== "string" || config[key].trim() === "")
      faults.push(`${key}: must be a text, but is ${JSON.stringify(config[key])}`);
  }
  if (!accents.includes(config.accent))
    faults.push(`accent: must be ${accents.join(", ")}, but is ${JSON.stringify(config.accent)}`);
  if (faults.length > 0) throw new Error(faults.map((fault) => `${path}: ${fault}`).join("\n"));
  return config;
}

/** The page's files by path, with the config's words in place. */
export function loadPage(directory, config) {
  const files = new Map();
  for (const name of readdirSync(directory)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const text = readFileSync(join(directory, name), "utf8");
    const body = Buffer.from(name === "index.html" ? fill(text, config) : text);
    files.set(name === "index.html" ? "/" : `/${name}`, { type, body });
  }
  return files;
}

function fill(text, config) {
  return text.replace(/\{\{(title|message|accent)\}\}/g, (_all, key) => escapeHtml(config[key]));
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
