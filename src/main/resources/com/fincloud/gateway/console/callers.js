// Who is limited: those who were refused most, the plans, and the keys of machines.

import { byId, pairs, show, state as mark, write } from './dom.js';
import { count, rate, since } from './figures.js';

const MOST = 10;

/** Shows whom the limiter refused most in the last minutes. */
export function showRefused(state) {
  const { callers, hashed } = state.refused_callers;
  show(byId('refused-card'), state.limiter.enabled);
  show(byId('no-refused'), callers.length === 0);
  pairs(byId('refused'), callers.slice(0, MOST).map(caller => [`${caller.kind} ${caller.name}`, refusals(caller, state.gateway?.time)]));
  write(byId('refused-note'), [
    callers.length > MOST ? `${callers.length - MOST} more in state.json.` : '',
    callers.length && hashed ? 'Callers are shown as hashes.' : '',
  ].filter(Boolean).join(' '));
}

function refusals(caller, now) {
  const times = [
    caller.refused ? `${caller.refused.toLocaleString('en')} refused` : '',
    caller.reported ? `${caller.reported.toLocaleString('en')} reported` : '',
  ].filter(Boolean).join(', ');
  const limit = caller.limit === 'concurrent' ? 'at once' : `per ${caller.limit}`;
  return `${times}; ${limit}, plan ${caller.plan}, last ${since(caller.last, now)}`;
}

/** Shows the plans with what they decide, and when each API key was used. */
export function showPlansAndKeys(state, minute) {
  const { plans, api_keys: keys } = state;
  show(byId('plans-card'), plans !== null || keys !== null);
  pairs(byId('plans'), plans === null ? [] : [
    ['Plans', plans.mode === 'report' ? mark('warn', 'limits are only reported') : mark('good', 'limits are enforced')],
    ...plans.plans.map(plan => [`Plan ${plan.name}`, `${plan.limits}; ${decided(plan, minute)}`]),
  ]);
  pairs(byId('api-keys'), keys === null ? [] : [
    ['API keys', count(keys.count, 'key')],
    ...keys.keys.slice(0, MOST).map(key => [`Key ${key.name} (${key.id})`, use(key, state.gateway?.time)]),
  ]);
}

function decided(plan, minute) {
  const second = word => {
    const find = state => state.plans?.plans.find(one => one.name === plan.name)?.figures[word];
    return `${rate(minute.rate(find))} /s`;
  };
  return plan.name === 'exempt' ? `${second('exempt')}`
    : `${second('allowed')} allowed, ${second('refused')} refused${plan.figures.reported ? `, ${second('reported')} reported` : ''}`;
}

function use(key, now) {
  const used = key.last_used ? `last used ${since(key.last_used, now)}` : 'not used since the start';
  return mark(key.status === 'valid' ? 'good' : 'bad', `${key.status}, ${used}${key.plan ? `, plan ${key.plan}` : ''}`);
}
