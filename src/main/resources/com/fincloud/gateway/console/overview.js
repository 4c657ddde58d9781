// The head of the page and the figures of all routes together.

import { byId, el, follow, write } from './dom.js';
import { NONE, quantile, rate, share, span } from './figures.js';

const WIDTH = 120;
const HEIGHT = 28;

/** Every route's figures, and those of what no route serves. */
const all = state => [...state.routes.map(route => route.figures), state.unmatched];
const sum = field => state => all(state).reduce((total, figures) => total + figures[field], 0);

/** All routes' times together; the buckets have the same bounds. */
function times(state) {
  return all(state).map(figures => figures.times).filter(one => one.counts.length).reduce((total, one) => total && {
    count: total.count + one.count,
    seconds: one.seconds,
    counts: one.counts.map((count, i) => count + total.counts[i]),
  } || one, null);
}

/** Name, version, and whether the gateway wants requests. */
export function showHead(state) {
  const gateway = state.gateway;
  write(byId('name'), gateway.service);
  write(byId('version'), gateway.version);
  write(byId('since'), `up ${span(gateway.uptime_ms / 1000)}`);
  write(byId('status'), gateway.not_ready ? `not ready: ${gateway.not_ready}` : 'ready');
  byId('status').className = `state ${gateway.not_ready ? 'bad' : 'good'}`;
  document.title = `${gateway.service} – console`;
}

/** The area below a line of values, drawn from 0 to their largest. Its ends are out of sight, so that no line closes it. */
function area(values) {
  if (values.length < 2) return '';
  const most = Math.max(...values, 1e-9);
  const step = WIDTH / (values.length - 1);
  const height = value => (HEIGHT - 1 - (HEIGHT - 3) * value / most).toFixed(1);
  const line = values.map((value, i) => `${(i * step).toFixed(1)} ${height(value)}`).join('L');
  return `M-9 99L-9 ${height(values[0])}L${line}L${WIDTH + 9} ${height(values.at(-1))}L${WIDTH + 9} 99Z`;
}

/** The figures of all routes in the last minute. */
export function showTiles(state, minute) {
  const requests = minute.grown(sum('requests'));
  const tiles = [
    ['Requests/s', rate(minute.rate(sum('requests'))), minute.course(sum('requests'))],
    ['Failed', share(minute.grown(sum('failed')) ?? 0, requests), minute.course(sum('failed'))],
    ['p50', quantile(minute.quantile(0.5, times)), minute.quantiles(0.5, times)],
    ['p99', quantile(minute.quantile(0.99, times)), minute.quantiles(0.99, times)],
    ['Refused by limiter', share(minute.grown(sum('limited')) ?? 0, requests), minute.course(sum('limited'))],
    ['In flight', sum('inFlight')(state).toLocaleString('en'), minute.values(sum('inFlight'))],
    ...state.websockets ? [['WebSockets', state.websockets.toLocaleString('en'), minute.values(one => one.websockets)]] : [],
  ];
  write(byId('window'), minute.seconds === 0 ? 'the first figures come in 2 s'
    : `over the last ${Math.round(minute.seconds)} s${requests === 0 ? ': no request' : ''}`);
  follow(byId('tiles'), tiles, tile => tile[0],
    ([name]) => el('div', { classes: 'tile' }, el('dt', {}, name), el('dd', {}, NONE),
      el('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, el('path'))),
    (tile, [, figure, course]) => {
      write(tile.querySelector('dd'), figure);
      tile.querySelector('path').setAttribute('d', area(course));
    });
}
