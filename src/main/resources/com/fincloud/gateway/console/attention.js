// What an operator should know first, in sentences.

import { byId, el, follow, show } from './dom.js';

/** What is wrong now, the worst first: a kind and a sentence each. */
function findings(state, backends) {
  const found = [];
  if (state.gateway.not_ready) found.push(['bad', `This instance accepts no requests: ${state.gateway.not_ready}.`]);
  for (const { name, circuit, instances } of state.services) {
    const out = instances.filter(one => one.state !== 'healthy').map(one => one.instance);
    if (out.length > 0) found.push(['warn', `Of ${instances.length} instances of ${name}, ${out.length === 1 ? `number ${out[0]} gets` : `numbers ${out.join(', ')} get`} no requests.`]);
    if (circuit.state === 'open') {
      found.push(['bad', `The circuit of ${name} is open: the next trial call is allowed in ${circuit.time_until_retry} s.`]);
    } else if (circuit.state === 'half_open') {
      found.push(['warn', `The circuit of ${name} is half open: successful trial calls close it.`]);
    }
  }
  for (const [name, health] of Object.entries(backends)) {
    if (health.status !== 'healthy') found.push(['bad', `The health check of the service ${name} fails: ${health.error ?? health.status}.`]);
  }
  for (const file of state.files) {
    if (file.status === 'rejected') {
      const { line, reason } = file.findings[0];
      const more = file.findings.length - 1;
      found.push(['bad', `${file.name} is rejected, ${file.routes.length ? 'its previous version stays in service' : 'none of its routes is in service'}: `
        + `${line > 0 ? `line ${line}: ` : ''}${reason}${more > 0 ? ` (and ${more} more)` : ''}`]);
    }
  }
  for (const [issuer, keys] of Object.entries(state.key_set.issuers)) {
    if (keys.status === 'unknown') found.push(['bad', `No key of the issuer ${issuer} is known: requests with its tokens get 503.`]);
    if (keys.status === 'last_known') found.push(['warn', `The keys of the issuer ${issuer} cannot be fetched: the known keys stay in use.`]);
  }
  if (state.redis_missed) found.push(['warn', redis(state)]);
  for (const reason of state.gateway.unsafe) found.push(['note', `Unsafe setting: ${reason}`]);
  return found;
}

function redis(state) {
  if (state.redis.status === 'healthy') return 'Revocations cannot be read: this instance does not learn of new ones.';
  const limits = { local: 'each instance counts for itself', open: 'every request is admitted', closed: 'requests are refused' };
  return `Redis does not answer: ${limits[state.redis.rate_limiting] ?? 'revocations cannot be read'}.`;
}

/** Shows the sentences, and nothing where there are none. */
export function showAttention(state, backends) {
  const found = findings(state, backends);
  show(byId('attention'), found.length > 0);
  follow(byId('attention-list'), found, ([kind, sentence]) => kind + sentence,
    ([kind, sentence]) => el('li', { classes: `mark ${kind}` }, sentence), () => {});
}
