import { showAnswers, showBars } from "./answers.mjs";
import { beam } from "./beams.mjs";
import { write } from "./keyed.mjs";
import { hueOf, lightUp, showNodes } from "./nodes.mjs";
import { emptySwarm, picture, withAnswer, withFailure } from "./swarm.mjs";

const pace = 200;
const patience = 6000;
const atOnce = 4;

const find = (name) => document.querySelector(`[data-testid="${name}"]`);
const stage = document.querySelector(".stage");
const canvas = document.querySelector(".beams");
const moods = {
  waiting: () => "Connecting",
  well: () => "Every request answered",
  recovered: (failed) => `Answering again, ${failed} failed`,
  failing: () => "No answer",
};

const words = await (await fetch("/page.json", { cache: "no-store" })).json();
document.title = words.title;
write(find("title"), words.title);
write(find("message"), words.message);
document.body.dataset.accent = words.accent;

let swarm = emptySwarm();
let clock = 0;
let asked = 0;
let open = 0;

async function visit() {
  if (open >= atOnce) return;
  open += 1;
  asked += 1;
  const id = asked;
  const start = performance.now();
  const note = () => ({
    id,
    at: clock,
    time: new Date().toLocaleTimeString("en-GB"),
    duration: performance.now() - start,
  });
  try {
    const response = await fetch("/api/visit", { cache: "no-store", signal: AbortSignal.timeout(patience) });
    const body = await response.json();
    if (!response.ok) throw new Error(`${response.status}: ${body.error}`);
    const answer = { ...note(), ...body, edge: response.headers.get("x-edge") };
    swarm = withAnswer(swarm, answer);
    show();
    const { chip, tile } = lightUp(stage, answer);
    beam(canvas, chip, tile, hueOf(answer.slot));
  } catch (error) {
    swarm = withFailure(swarm, { ...note(), failure: error.message });
    show();
  } finally {
    open -= 1;
  }
}

function show() {
  const now = picture(swarm, clock);
  const number = (value, digits = 0) =>
    value === undefined ? "–" : value.toLocaleString("en", { maximumFractionDigits: digits });
  write(find("visits"), number(now.visits));
  write(find("version"), now.versions.join(" → ") || "–");
  write(find("rate"), number(now.rate, 1));
  write(find("response-time"), now.responseTime === undefined ? "–" : `${number(now.responseTime)} ms`);
  write(find("spread"), `${now.liveReplicas} on ${now.liveNodes}`);
  write(find("failures"), number(now.failed));
  find("failures").dataset.bad = String(now.failed > 0);
  find("status").dataset.mood = now.mood;
  write(document.querySelector(".status-text"), moods[now.mood](now.failed));
  showNodes(find("nodes"), now.nodes, now.versions);
  showBars(find("bars"), now.answers);
  showAnswers(find("answers"), now.answers);
}

// the clock stands still while nobody looks, so that no replica seems lost on return
setInterval(() => {
  if (document.hidden) return;
  clock += pace;
  visit();
  if (clock % 600 === 0) show();
}, pace);
visit();
