/** Makes an element's children match a list: what stays keeps its element, and with it its animation. */
export function keyed(parent, items, { key, create, update }) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let position = 0;
  for (const item of items) {
    const name = key(item);
    const element = before.get(name) ?? create(item);
    element.dataset.key = name;
    before.delete(name);
    update?.(element, item);
    if (parent.children[position] !== element)
      parent.insertBefore(element, parent.children[position] ?? null);
    position += 1;
  }
  for (const element of before.values()) element.remove();
}

/** An element from the text of a template that holds no data. */
export function fromTemplate(text) {
  const template = document.createElement("template");
  template.innerHTML = text.trim();
  return template.content.firstElementChild;
}

/** Writes text only where it differs, so that screen readers and the layout are left in peace. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
