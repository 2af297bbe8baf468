import { fromTemplate, keyed, write } from "./keyed.mjs";

/** The colour of a replica: neighbouring slots look far apart. */
export function hueOf(slot) {
  return (225 + slot * 67) % 360;
}

/** The nodes as cards, their replicas as tiles in them. */
export function showNodes(parent, nodes, versions) {
  keyed(parent, nodes, {
    key: ({ name }) => name,
    create: ({ name }) => {
      const card = fromTemplate(`
        <article class="card node" data-testid="node">
          <header>
            <h3></h3>
            <p class="edge" data-testid="edge"><span class="dot" aria-hidden="true"></span>edge <b></b></p>
          </header>
          <div class="replicas"></div>
          <p class="empty">no replica of the api here</p>
        </article>`);
      card.dataset.node = name;
      card.querySelector("h3").textContent = name;
      return card;
    },
    update: (card, { edge, replicas }) => {
      write(card.querySelector(".edge b"), edge === undefined ? "" : String(edge));
      card.querySelector(".edge").dataset.seen = String(edge !== undefined);
      card.querySelector(".empty").hidden = replicas.length > 0;
      showReplicas(card.querySelector(".replicas"), replicas, versions);
    },
  });
}

function showReplicas(parent, replicas, versions) {
  keyed(parent, replicas, {
    key: ({ key }) => key,
    create: ({ key, name, slot, container }) => {
      const tile = fromTemplate(`
        <div class="replica" data-testid="replica">
          <span class="light" aria-hidden="true"></span>
          <b class="name"></b><span class="answers-given"></span>
          <code></code><span class="version"></span>
        </div>`);
      tile.dataset.replica = key;
      tile.title = key;
      tile.style.setProperty("--hue", hueOf(slot));
      tile.querySelector(".name").textContent = name;
      tile.querySelector("code").textContent = container;
      return tile;
    },
    update: (tile, { answers, quiet, version }) => {
      tile.dataset.answers = String(answers);
      tile.dataset.quiet = String(quiet);
      write(tile.querySelector(".answers-given"), quiet ? "no answer" : String(answers));
      write(tile.querySelector(".version"), versions.length > 1 ? version : "");
    },
  });
}

/** Lights up who passed an answer on and who gave it. */
export function lightUp(stage, { edge, replica }) {
  const chip = stage.querySelector(`[data-node="${CSS.escape(edge)}"] .edge`);
  const tile = stage.querySelector(`[data-replica="${CSS.escape(replica)}"]`);
  for (const element of [chip, tile]) {
    if (!element) continue;
    element.classList.remove("lit");
    // reading a size makes the browser see the removal, so that the animation starts again
    void element.offsetWidth;
    element.classList.add("lit");
  }
  stage.querySelector("[data-latest]")?.removeAttribute("data-latest");
  tile?.setAttribute("data-latest", "");
  return { chip, tile };
}
