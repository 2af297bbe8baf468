import { fromTemplate, keyed, write } from "./keyed.mjs";
import { hueOf } from "./nodes.mjs";

const rows = 6;

/** The latest answers as bars: coloured by replica, as tall as they were slow. */
export function showBars(parent, answers) {
  const slow = slowOf(answers);
  keyed(parent, answers, {
    key: ({ id }) => String(id),
    create: ({ slot, failure }) => {
      const bar = document.createElement("i");
      if (failure !== undefined) bar.className = "bad";
      else bar.style.setProperty("--hue", hueOf(slot));
      return bar;
    },
    update: (bar, answer) => bar.style.setProperty("--height", `${barHeight(answer, slow)}%`),
  });
}

/** The duration that fills three quarters of the height: nine of ten answers were faster. */
export function slowOf(answers) {
  const durations = answers
    .filter(({ failure }) => failure === undefined)
    .map(({ duration }) => duration)
    .sort((a, b) => a - b);
  return Math.max(4, durations[Math.floor(durations.length * 0.9)] ?? 0);
}

export function barHeight({ duration, failure }, slow) {
  return failure === undefined ? Math.round(Math.min(100, 8 + 67 * (duration / slow))) : 100;
}

/** The latest answers in words, newest first. */
export function showAnswers(parent, answers) {
  keyed(parent, answers.slice(-rows).reverse(), {
    key: ({ id }) => String(id),
    create: (answer) => {
      const row = fromTemplate(`
        <li data-testid="answer"><time></time><span class="way"></span><b class="visit"></b><span class="duration"></span></li>`);
      write(row.querySelector("time"), answer.time);
      write(row.querySelector(".duration"), `${Math.round(answer.duration)} ms`);
      if (answer.failure === undefined) {
        row.style.setProperty("--hue", hueOf(answer.slot));
        write(row.querySelector(".visit"), `#${answer.visits.toLocaleString("en")}`);
        row
          .querySelector(".way")
          .append(
            part("span", answer.edge),
            part("i", "→"),
            part("b", `api.${answer.slot}`, "replica-name"),
            part("span", `on ${answer.node}`),
          );
      } else {
        row.className = "bad";
        write(row.querySelector(".way"), answer.failure);
      }
      return row;
    },
  });
}

function part(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}
