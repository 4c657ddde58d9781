// What an operator should know first, in sentences.

import { byId, el, follow, show } from './dom.js';

/** What is wrong now, the worst first: a kind and a sentence each. */
function findings(state, backends) {
  const found = [];
  if (state.gateway.not_ready) found.push(['bad', `This instance wants no requests: ${state.gateway.not_ready}.`]);
  for (const { name, circuit, instances } of state.services) {
    const out = instances.filter(one => one.state !== 'healthy').map(one => one.instance);
    if (out.length > 0) found.push(['warn', `Of ${instances.length} instances of ${name}, these get no requests: ${out.join(', ')}.`]);
    if (circuit.state === 'open') {
      found.push(['bad', `The circuit of ${name} is open: it is tried again in ${circuit.time_until_retry} s.`]);
    } else if (circuit.state === 'half_open') {
      found.push(['warn', `The circuit of ${name} is half open: trial calls decide.`]);
    }
  }
  for (const [name, health] of Object.entries(backends)) {
    if (health.status !== 'healthy') found.push(['bad', `The service ${name} says it is not healthy: ${health.error ?? health.status}.`]);
  }
  for (const file of state.files) {
    if (file.status === 'rejected') {
      const { line, reason } = file.findings[0];
      found.push(['bad', `${file.name} is rejected, ${file.routes.length ? 'its previous version goes on serving' : 'nothing of it serves'}: `
        + `${line > 0 ? `line ${line}: ` : ''}${reason}`]);
    }
  }
  for (const [issuer, keys] of Object.entries(state.key_set.issuers)) {
    if (keys.status === 'unknown') found.push(['bad', `No key of the issuer ${issuer} is known: its tokens are answered 503.`]);
    if (keys.status === 'last_known') found.push(['warn', `The keys of the issuer ${issuer} cannot be fetched: the known ones go on.`]);
  }
  if (state.redis_missed) found.push(['warn', redis(state)]);
  for (const reason of state.gateway.unsafe) found.push(['note', `Unsafe setting: ${reason}`]);
  return found;
}

function redis(state) {
  if (state.redis.status === 'healthy') return 'Revocations are not followed: new ones are not heard of.';
  const limits = { local: 'each instance counts for itself', open: 'every request is let pass', closed: 'limited requests are refused' };
  return `Redis does not answer: ${limits[state.redis.rate_limiting] ?? 'revocations are not followed'}.`;
}

/** Shows the sentences, and nothing where there are none. */
export function showAttention(state, backends) {
  const found = findings(state, backends);
  show(byId('attention'), found.length > 0);
  follow(byId('attention-list'), found, ([kind, sentence]) => kind + sentence,
    ([kind, sentence]) => el('li', { classes: `mark ${kind}` }, sentence), () => {});
}
