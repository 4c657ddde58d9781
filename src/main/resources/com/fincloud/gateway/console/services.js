// The services: circuit, what each says of its health, and how it answers.

import { byId, el, figure, follow, show, state as mark, write } from './dom.js';
import { NONE, quantile, rate, share, time } from './figures.js';

const CIRCUITS = { closed: ['good', 'closed'], open: ['bad', 'open'], half_open: ['warn', 'half open'] };

/** The most addresses that a service's row shows. */
const MOST = 4;

/** Shows every service that a route has named. */
export function showServices(state, minute, backends) {
  show(byId('no-services'), state.services.length === 0);
  follow(byId('services-body'), state.services, service => service.name, row,
    (child, service) => update(child, service, minute, backends[service.name]));
}

function row(service) {
  return el('tr', {}, el('th', { scope: 'row' }, service.name, el('span', { classes: 'under' })), el('td'), el('td'),
    el('td', { classes: 'number' }), el('td', { classes: 'number extra' }), el('td', { classes: 'number extra' }),
    el('td', { classes: 'number extra' }), el('td', { classes: 'number extra' }));
}

function update(child, service, minute, health) {
  const figures = find => state => {
    const found = state.services.find(other => other.name === service.name);
    return found && find(found.figures);
  };
  const cells = child.children;
  const calls = minute.grown(figures(one => one.calls));
  const failed = minute.grown(figures(one => one.failed)) ?? 0;
  const times = figures(one => one.times);
  put(cells[1], [...circuit(service.circuit), ...leftOut(service.instances)]);
  write(cells[0].lastElementChild, addresses(service));
  put(cells[2], healthOf(health));
  figure(cells[3], rate(minute.rate(figures(one => one.calls))));
  figure(cells[4], share(failed, calls));
  cells[4].classList.toggle('high', failed > 0);
  figure(cells[5], quantile(minute.quantile(0.5, times)));
  figure(cells[6], quantile(minute.quantile(0.99, times)));
  write(cells[7], `${service.figures.leased} in use, ${service.figures.idle} idle`);
}

/** Where the service is: the first instances by address, in the order of their numbers. */
function addresses({ addresses: all }) {
  const more = all.length > MOST ? `, and ${all.length - MOST} more` : '';
  return (all.length > 1 ? `${all.length} instances: ` : '') + all.slice(0, MOST).join(', ') + more;
}

/** Puts elements in a cell where it does not show them yet. */
function put(cell, elements) {
  const text = elements.map(element => element.textContent ?? element).join('');
  if (cell.textContent !== text || !cell.firstChild) cell.replaceChildren(...elements);
}

function circuit(circuit) {
  const [kind, word] = CIRCUITS[circuit.state] ?? ['warn', circuit.state];
  const more = circuit.state === 'open' ? `retry in ${circuit.time_until_retry} s`
    : circuit.state === 'half_open' ? `${circuit.success_count} good trials`
      : circuit.open_endpoints > 0 ? `${circuit.open_endpoints} endpoints open`
      : circuit.failure_count > 0 ? `${circuit.failure_count} failed in a row` : '';
  return [mark(kind, word), ...(more ? [el('span', { classes: 'under' }, more)] : [])];
}

/** The instances of several that get no requests now. */
function leftOut(instances) {
  return instances.filter(one => one.state !== 'healthy').map(one => el('span', { classes: 'under' },
    `instance ${one.instance} of ${instances.length}: ${one.state === 'on_trial' ? 'on trial' : `left out for ${one.time_until_retry} s`}`));
}

/** The gateway asks those services that it has settings for; a route file's own ones it does not know how to ask. */
function healthOf(health) {
  if (!health) return [el('span', { classes: 'quiet' }, `${NONE} not asked`)];
  const good = health.status === 'healthy';
  return [mark(good ? 'good' : 'bad', health.status),
    el('span', { classes: 'under' }, good ? time(health.response_time_ms / 1000) : health.error ?? '')];
}
