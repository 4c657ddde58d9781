// The route files: which serve, what is wrong with the others, and what became of each lately.

import { byId, el, follow, show, state as mark, write } from './dom.js';
import { count, since } from './figures.js';

const EVENTS = { loaded: 'good', reloaded: 'good', rejected: 'bad', removed: 'off' };

/** Shows files and their changes. */
export function showFiles(state) {
  write(byId('directory'), `Folder ${state.directory}`);
  show(byId('no-files'), state.files.length === 0);
  show(byId('no-changes'), state.changes.length === 0);
  const rejectedFirst = [...state.files].sort((a, b) => (a.status === 'rejected' ? 0 : 1) - (b.status === 'rejected' ? 0 : 1));
  follow(byId('files'), rejectedFirst, file => JSON.stringify(file), fileItem, () => {});
  follow(byId('changes'), state.changes.slice(0, 10), change => JSON.stringify(change), changeItem,
    (child, change) => write(child.querySelector('time'), since(change.at, state.gateway.time)));
}

function fileItem(file) {
  const rejected = file.status === 'rejected';
  return el('li', {},
    el('span', { classes: 'head' }, mark(rejected ? 'bad' : 'good', file.status), ' ', el('b', {}, file.name), ' ',
      el('span', { classes: 'quiet' }, file.routes.length
        ? `${rejected ? 'previous version: ' : ''}${count(file.routes.length, 'route')}` : 'no route')),
    file.findings.length ? el('ul', {}, ...file.findings.map(finding)) : null);
}

/** Where, what, and the nearest valid name. */
function finding(found) {
  const place = found.line > 0 ? `line ${found.line}${found.column > 0 ? `, column ${found.column}` : ''}: ` : '';
  return el('li', { classes: 'finding' }, el('span', { classes: 'place' }, place), found.reason,
    found.hint ? ` (did you mean ‘${found.hint}’?)` : '');
}

function changeItem(change) {
  return el('li', {},
    el('span', { classes: 'head' }, el('time', { datetime: change.at, title: change.at, classes: 'quiet' }), ' ',
      mark(EVENTS[change.event] ?? 'warn', change.event), ' ', el('b', {}, change.file)),
    change.reason ? el('span', { classes: 'under' }, change.reason) : null);
}
