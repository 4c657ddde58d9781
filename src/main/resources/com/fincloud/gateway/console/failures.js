// The requests that failed lately, and all that is known of one of them.

import { byId, el, follow, pairs, show, state as mark, write } from './dom.js';
import { NONE, ago, time } from './figures.js';

/** The id whose request is shown; from the address of the page, so that it can be sent to somebody. */
const asked = () => decodeURIComponent(/^#request=(.*)$/.exec(location.hash)?.[1] ?? '');

/** Shows the latest failures, server errors before refused requests. */
export function showFailures(answer) {
  const rows = [...answer.failed.map(one => ({ ...one, kind: 'bad' })), ...answer.refused.map(one => ({ ...one, kind: 'warn' }))];
  show(byId('failures'), rows.length > 0);
  show(byId('no-failures'), rows.length === 0);
  follow(byId('failures-body'), rows, one => `${one.request_id} ${one.at}`, row, (child, one) => {
    write(child.querySelector('time'), ago(one.seconds_ago));
  });
}

function row(one) {
  const open = el('a', { href: `#request=${encodeURIComponent(one.request_id)}`, classes: 'id' }, one.request_id);
  return el('tr', {},
    el('td', {}, el('time', { datetime: one.at, title: one.at })),
    el('th', { scope: 'row' }, `${one.method} ${one.path}`, el('span', { classes: 'under' }, open)),
    el('td', {}, mark(one.kind, String(one.status))),
    el('td', { classes: 'extra' }, one.stage, el('span', { classes: 'under' }, one.route_id ?? '')),
    el('td', { classes: 'extra' }, one.error, el('span', { classes: 'under' }, one.reason ?? '')));
}

/** Makes the field and the address of the page show a request by its id. */
export function startFailures() {
  byId('request-form').addEventListener('submit', event => {
    event.preventDefault();
    const id = byId('request-id').value.trim();
    if (asked() === id) showAsked();
    else location.hash = id ? `request=${encodeURIComponent(id)}` : '';
  });
  addEventListener('hashchange', showAsked);
  showAsked();
}

async function showAsked() {
  const id = asked();
  const place = byId('request');
  show(place, id !== '');
  if (!id) return;
  byId('request-id').value = id;
  try {
    const answer = await fetch(`/console/failures.json?id=${encodeURIComponent(id)}`, { cache: 'no-store' });
    const found = await answer.json();
    place.replaceChildren(...(found.failures ? found.failures.map(details) : [el('p', { classes: 'empty' }, found.detail)]));
  } catch {
    place.replaceChildren(el('p', { classes: 'empty' }, 'The gateway does not respond.'));
  }
  place.scrollIntoView({ block: 'nearest' });
}

function details(one) {
  const facts = el('dl', { classes: 'pairs' });
  pairs(facts, [
    ['Answer', `${one.status} ${one.error}`],
    ['Reason', [one.error_type, one.reason, one.exception].filter(Boolean).join(', ')],
    ['Failed in', one.filters_passed ? `${one.stage}, after all filters had passed` : one.stage],
    ['When', `${ago(one.seconds_ago)}, ${one.at}`],
    ['Caller', `${one.user_id === null ? 'no valid token' : `user ${one.user_id}`}, from ${one.client_ip}`],
    ...(one.roles_asked ? [['Roles', `the route asks for ${one.roles_asked}, the caller has ${one.roles_of_caller ?? 'none'}`]] : []),
    ['Route', routeOf(one)],
    ...(one.step ? [['Step', `${one.step}${one.step_source ? ` at ${one.step_source}` : ''}`]] : []),
    ...Object.entries(one.circuits).map(([name, word]) => [`Circuit of ${name}`, word.replace('_', ' ')]),
    ...one.calls.map((call, i) => [`Call ${i + 1}`, callOf(call)]),
    ['Next', one.advice],
  ]);
  const times = el('ol', { classes: 'times' }, ...one.times.map(moment =>
    el('li', {}, el('span', { classes: 'ms' }, moment.ms === 0 ? '0' : time(moment.ms / 1000)), ' ', moment.event)));
  return el('article', { classes: 'card' }, el('h3', {}, `${one.method} ${one.path}`), facts, times);
}

function routeOf(one) {
  if (!one.route_id) return 'none was chosen';
  return `${one.route_id} (${one.file ? `${one.file}${one.line ? `:${one.line}` : ''}` : 'the gateway’s own'})`;
}

function callOf(call) {
  const took = call.ended_ms === null ? NONE : time((call.ended_ms - call.began_ms) / 1000);
  return `${call.service} at ${call.instance}: ${call.result}${call.status ? ` ${call.status}` : ''} after ${took}`;
}
