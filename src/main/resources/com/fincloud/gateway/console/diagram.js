// A route as Camel has it: steps from left to right, what is inside a step in a box, ways beside each other one below the other.

import { el } from './dom.js';

const CHAIN = 'filters';

/** A route's diagram as nested lists. */
export function drawing(route) {
  return flow(route.steps);
}

function flow(steps) {
  return el('ol', { classes: 'flow' }, ...steps.map(step => el('li', {}, box(step))));
}

function box(step) {
  const head = el('span', { classes: 'step' },
    el('span', { classes: 'kind' }, step.kind === CHAIN ? 'every request' : step.kind),
    step.text ? el('code', {}, step.text) : null);
  if (!step.steps.length && !step.branches.length) {
    head.classList.add('leaf', ['from', 'to', 'toD'].includes(step.kind) ? 'end' : 'plain');
    return head;
  }
  return el('div', { classes: `box ${step.kind === CHAIN ? 'chain' : ''}` }, head,
    step.steps.length ? flow(step.steps) : null,
    step.branches.length
      ? el('ul', { classes: 'branches' }, ...step.branches.map(branch => el('li', {}, box(branch)))) : null);
}
