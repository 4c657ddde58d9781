// The only way in which this page makes elements: what is put in is text, whatever it contains.

/** An element with classes, attributes, and children, which are elements or texts. */
export function el(name, options = {}, ...children) {
  const { classes, ...attributes } = options;
  const element = name === 'svg' || name === 'path'
    ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  if (classes) element.setAttribute('class', classes);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return element;
}

/** The element with that id. */
export const byId = id => document.getElementById(id);

/** Writes a text where it is another, so that a reader's selection stays. */
export function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

/** Writes a figure into a cell; one that says that nothing happened stands back. */
export function figure(cell, text) {
  write(cell, text);
  cell.classList.toggle('quiet', ['–', '0', '0 %'].includes(text));
}

/** Shows or hides. */
export function show(element, shown) {
  element.hidden = !shown;
}

/**
 * Makes the children of a parent those of a list, in its order. A child with the same key stays the same element, so that focus and what
 * is open stay; `make` makes one, `update` writes an item into it.
 */
export function follow(parent, items, key, make, update) {
  const known = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    let child = known.get(key(item));
    if (child) {
      known.delete(key(item));
    } else {
      child = make(item);
      child.dataset.key = key(item);
    }
    if (child === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(child, place);
    }
    update(child, item);
  }
  known.forEach(child => child.remove());
}

/** A word with a sign of its own: `good`, `warn` or `bad` is never told by the colour alone. */
export function state(kind, word) {
  return el('span', { classes: `state ${kind}` }, word);
}

/** Pairs of a term and what is said of it, in a description list; what is said is a text or elements. */
export function pairs(list, entries) {
  follow(list, entries, entry => entry[0],
    entry => el('div', {}, el('dt', {}, entry[0]), el('dd')),
    (child, entry) => {
      const said = child.lastElementChild;
      if (typeof entry[1] === 'string') write(said, entry[1]);
      else if (said.textContent !== entry[1].textContent || !said.firstElementChild) said.replaceChildren(entry[1]);
      child.className = entry[2] ?? '';
    });
}
