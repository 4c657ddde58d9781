// The routes: a row each, and below it, when it is opened, all that is known of it and its diagram.

import { byId, el, figure, follow, pairs, show, state as mark, write } from './dom.js';
import { bytes, count, quantile, rate, share } from './figures.js';
import { drawing } from './diagram.js';

const COLUMNS = 9;

/** Diagrams are asked for again when the files have changed. */
let edition = '';

/** What is known of the route of each row of details. */
const latest = new WeakMap();

/** Whether a route has every word that is searched for, in whatever is said of it. */
function isSearched({ row: route }) {
  const said = `${route.path} ${route.id} ${route.file} ${route.service} ${route.access} ${methods(route)}`.toLowerCase();
  return byId('route-search').value.toLowerCase().split(' ').every(word => said.includes(word));
}

/** Has `draw` called when something else is searched for. */
export function startSearch(draw) {
  byId('route-search').addEventListener('input', draw);
}

/** Shows every route that is searched for, the gateway's own ones behind a button. */
export function showRoutes(state, minute) {
  const changed = JSON.stringify(state.changes[0] ?? '');
  const anew = changed !== edition;
  edition = changed;
  const searched = state.routes.filter(isSearched);
  const own = searched.filter(route => route.row.file === '');
  const others = searched.filter(route => route.row.file !== '');
  rows(byId('routes-body'), others, minute, anew);
  rows(byId('own-body'), own, minute, anew);
  showOwnHead(own.length);
  show(byId('no-routes'), others.length === 0);
  write(byId('no-routes'), byId('route-search').value ? 'No route matches.'
    : `No route comes from a file of ${state.directory}.`);
}

function showOwnHead(number) {
  const label = `${count(number, 'route')} of the gateway itself`;
  follow(byId('own-head'), [label], text => text, text => {
    const button = opener(text, byId('own-body'));
    return el('tr', {}, el('th', { scope: 'rowgroup', colspan: COLUMNS, classes: 'group' }, button));
  }, () => {});
}

/** A button that shows and hides a part of the page. */
function opener(label, part, opened = () => {}) {
  const button = el('button', { type: 'button', 'aria-expanded': String(!part.hidden) }, label);
  button.addEventListener('click', () => {
    part.hidden = !part.hidden;
    button.setAttribute('aria-expanded', String(!part.hidden));
    if (!part.hidden) opened();
  });
  return button;
}

function rows(body, routes, minute, anew) {
  const twice = routes.flatMap(route => [{ key: `r ${route.row.id}`, route }, { key: `d ${route.row.id}`, route, details: true }]);
  const details = new Map();
  // The row that opens a part needs the part first.
  for (const { key, route } of twice.filter(item => item.details)) {
    const known = [...body.children].find(child => child.dataset.key === key);
    details.set(route.row.id, known ?? detailsRow(route));
  }
  follow(body, twice, item => item.key,
    item => item.details ? details.get(item.route.row.id) : row(item.route, details.get(item.route.row.id)),
    (child, item) => item.details ? updateDetails(child, item.route, anew) : updateRow(child, item.route, minute));
}

function detailsRow(route) {
  const facts = el('dl', { classes: 'pairs facts' });
  const diagram = el('div', { classes: 'diagram', role: 'group', 'aria-label': `Steps of route ${route.row.id}` });
  const row = el('tr', { classes: 'details' }, el('td', { colspan: COLUMNS }, facts, diagram));
  row.hidden = true;
  return row;
}

function row(route, details) {
  return el('tr', {},
    el('th', { scope: 'row' }, opener(route.row.path, details, () => fill(details, true)), el('span', { classes: 'under' })),
    el('td', { classes: 'extra' }), el('td', { classes: 'extra' }), el('td', { classes: 'extra' }),
    el('td', { classes: 'number' }), el('td', { classes: 'number' }), el('td', { classes: 'number extra' }),
    el('td', { classes: 'number extra' }), el('td', { classes: 'number' }));
}

function updateRow(child, { row: route }, minute) {
  const figures = find => state => {
    const found = state.routes.find(other => other.row.id === route.id);
    return found && find(found.figures);
  };
  const http = route.methods.length > 0;
  const requests = minute.grown(figures(one => one.requests));
  const failed = minute.grown(figures(one => one.failed)) ?? 0;
  const times = figures(one => one.times);
  const cells = child.children;
  write(cells[0].firstElementChild, route.path);
  const under = cells[0].lastElementChild;
  const text = route.file ? `${route.id} · ${route.file}` : route.id;
  if (under.firstChild?.textContent !== text || under.dataset.status !== route.status) {
    under.dataset.status = route.status;
    under.replaceChildren(text, ...(route.status === 'serving' ? [] : [' ', mark('warn', route.status)]));
  }
  write(cells[1], methods(route));
  write(cells[2], route.service);
  write(cells[3], route.access);
  figure(cells[4], http ? rate(minute.rate(figures(one => one.requests))) : '');
  figure(cells[5], http ? share(failed, requests) : '');
  cells[5].classList.toggle('high', failed > 0);
  figure(cells[6], http ? share(minute.grown(figures(one => one.clientErrors)) ?? 0, requests) : '');
  figure(cells[7], http ? quantile(minute.quantile(0.5, times)) : '');
  figure(cells[8], http ? quantile(minute.quantile(0.99, times)) : '');
}

function methods(route) {
  return route.methods.length === 7 ? 'all' : route.methods.length ? route.methods.join(' ') : 'none: no HTTP';
}

function updateDetails(child, route, anew) {
  latest.set(child, route);
  if (!child.hidden) fill(child, anew);
}

/** Writes what is known of a route below its row; `anew` has its diagram asked for. */
function fill(child, anew) {
  const { row: route, figures } = latest.get(child);
  pairs(child.querySelector('dl'), [
    ['Methods', methods(route)],
    ['Service', route.service || 'none'],
    ['Access', route.access],
    ['Own limits', route.limits || 'none: the gateway’s'],
    ['Timeout', route.timeout ? `${route.timeout} s` : 'none: the route’s'],
    ['Largest body', bytes(route.maxBody)],
    ['File', route.file || 'none: the gateway’s own'],
    ['In flight', String(figures.inFlight)],
    ['Since the start', `${count(figures.requests, 'request')}, ${figures.failed.toLocaleString('en')} failed`],
  ]);
  if (anew) loadDiagram(child, route.id);
}

async function loadDiagram(child, id) {
  const place = child.querySelector('.diagram');
  try {
    const answer = await fetch(`/console/diagram.json?route=${encodeURIComponent(id)}`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    place.replaceChildren(drawing(await answer.json()));
  } catch {
    place.replaceChildren(el('p', { classes: 'empty' }, 'The diagram could not be loaded.'));
  }
}
