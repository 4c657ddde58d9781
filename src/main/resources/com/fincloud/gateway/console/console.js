// Asks the gateway for its state while somebody looks, and has each part of the page show it.

import { byId, show, write } from './dom.js';
import { clock, span } from './figures.js';
import { Window } from './window.js';
import { showHead, showTiles } from './overview.js';
import { showAttention } from './attention.js';
import { showFailures, startFailures } from './failures.js';
import { showRoutes, startSearch } from './routes.js';
import { showServices } from './services.js';
import { showFiles } from './files.js';
import { showKnowledge, showLimiter } from './limiter.js';
import { showPlansAndKeys, showRefused } from './callers.js';

const STATE_MILLIS = 2000;
const BACKENDS_MILLIS = 10_000;
const FAILURES_MILLIS = 4000;
const PATIENCE_MILLIS = 5000;

const minute = new Window();
let state = null;
let backends = {};
let answered = null;
let failing = false;

async function fetchJson(path, patience) {
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function pollState() {
  try {
    const fresh = await fetchJson('/console/state.json', PATIENCE_MILLIS);
    state = fresh;
    minute.add(state);
    answered = Date.now();
    failing = false;
    draw();
  } catch {
    failing = true; // whatever the reason, what the page shows is old
  }
  showSilence();
}

/** What was counted before the page was opened; without it the minute begins now. */
async function fetchHistory() {
  try {
    minute.begin(await fetchJson('/console/history.json', PATIENCE_MILLIS));
  } catch {
    // the page says over how much time its figures are
  }
}

async function pollFailures() {
  try {
    showFailures(await fetchJson('/console/failures.json', PATIENCE_MILLIS));
  } catch {
    // the state's silence is shown
  }
}

/** Backends may hang: their health comes by itself, and late if it must. */
async function pollBackends() {
  try {
    backends = await fetchJson('/console/backends.json', 2 * PATIENCE_MILLIS);
    if (state) draw();
  } catch {
    backends = {};
  }
}

function draw() {
  showHead(state);
  showTiles(state, minute);
  showAttention(state, backends);
  showRoutes(state, minute);
  showServices(state, minute, backends);
  showLimiter(state, minute);
  showRefused(state);
  showPlansAndKeys(state, minute);
  showKnowledge(state);
  showFiles(state);
}

function showSilence() {
  const silence = byId('silence');
  if (failing) {
    write(silence, answered === null ? 'The gateway does not respond.'
      : `No answer since ${clock(answered)} (${span((Date.now() - answered) / 1000)}). The figures below are from then.`);
  }
  show(silence, failing);
  byId('main').classList.toggle('stale', failing);
  byId('status').classList.toggle('stale', failing);
}

/** Repeats `poll`, each time when the last one is over, as long as the page can be seen. */
function repeat(poll, millis) {
  let timer = 0;
  let running = false;
  const step = async () => {
    if (running || document.hidden) return;
    running = true;
    await poll();
    running = false;
    timer = setTimeout(step, millis);
  };
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    step();
  });
  step();
}

startFailures();
startSearch(() => state && showRoutes(state, minute));
await fetchHistory();
repeat(pollState, STATE_MILLIS);
repeat(pollFailures, FAILURES_MILLIS);
repeat(pollBackends, BACKENDS_MILLIS);
