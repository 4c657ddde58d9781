// The limiter, Redis, revoked tokens and the services' API documents.

import { byId, pairs, state as mark } from './dom.js';
import { count, quantile, rate, since, span } from './figures.js';

const figures = find => state => find(state.limiter.figures);

/** Shows how the limiter decides, and how Redis answers it. */
export function showLimiter(state, minute) {
  const { limiter, redis } = state;
  const times = figures(one => one.redisTimes);
  const kinds = { healthy: 'good', unhealthy: 'bad', unused: 'off' };
  pairs(byId('limiter'), limiter.enabled ? [
    ['Decides', redis.rate_limiting === 'redis' ? mark('good', 'with Redis') : mark('warn', `without Redis: ${redis.rate_limiting}`)],
    ['Redis', mark(kinds[redis.status] ?? 'warn', redis.status)],
    ['Allowed', `${rate(minute.rate(figures(one => one.allowed)))} /s`],
    ['Refused', `${rate(minute.rate(figures(one => one.refused)))} /s`],
    ['Redis answers in', `${quantile(minute.quantile(0.5, times))} (p50), ${quantile(minute.quantile(0.99, times))} (p99)`],
    ['Redis failed', count(limiter.figures.redisFailed, 'time') + ' since the start'],
    ['Without Redis', `${span(limiter.figures.degradedSeconds)} since the start`],
    ['Limits', `${limiter.per_minute.toLocaleString('en')} a minute, ${limiter.per_hour.toLocaleString('en')} an hour`],
  ] : [
    ['Decides', mark('off', 'off')],
    ['Redis', mark(kinds[redis.status] ?? 'warn', redis.status)],
  ]);
}

/** Shows what the gateway has heard of revoked tokens, of the issuers' keys and of what services say of themselves. */
export function showKnowledge(state) {
  const { revocations } = state;
  const known = { current: 'good', last_known: 'warn', unknown: 'off' };
  const keysets = { configured: 'good', current: 'good', last_known: 'warn', unknown: 'bad' };
  const documents = { live: 'good', last_known: 'warn', unknown: 'off' };
  pairs(byId('knowledge'), [
    ['Revocations', mark(known[revocations.status] ?? 'warn', revocations.status.replace('_', ' '))],
    ['Revoked', `${count(revocations.tokens, 'token')}, ${count(revocations.users, 'user')}`],
    ['As of', revocations.as_of ? since(revocations.as_of, state.gateway.time) : 'never'],
    ...Object.entries(state.key_set.issuers).map(([issuer, keys]) =>
      [`Keys of ${issuer}`, mark(keysets[keys.status] ?? 'warn', `${count(keys.keys, 'key')}, ${keys.status.replace('_', ' ')}`)]),
    ...Object.entries(state.api_documents).map(([service, document]) =>
      [`API of ${service}`, mark(documents[document.status] ?? 'warn', document.status.replace('_', ' ')
        + (document.error ? `: ${document.error}` : ''))]),
  ]);
}
