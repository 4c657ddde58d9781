// The last minute: what the gateway has counted by now, less what it had counted when the minute began.

const MILLIS = 60_000;

/** States of the gateway, the oldest a minute old. */
export class Window {
  #samples = [];

  /** The samples of the gateway itself, from before the page was opened. */
  begin(samples) {
    if (this.#samples.length === 0) samples.forEach(sample => this.add(sample));
  }

  /** One more state; a gateway that was started anew begins a new minute. */
  add(sample) {
    const last = this.#samples.at(-1);
    if (last && sample.gateway.uptime_ms < last.gateway.uptime_ms) this.#samples = [];
    this.#samples.push(sample);
    while (this.#samples.length > 1 && this.#age(this.#samples[0]) > MILLIS) this.#samples.shift();
  }

  #age(sample) {
    return this.#samples.at(-1).gateway.uptime_ms - sample.gateway.uptime_ms;
  }

  /** How much of the minute is there, in seconds. */
  get seconds() {
    return this.#samples.length ? this.#age(this.#samples[0]) / 1000 : 0;
  }

  /** By how much a counter has grown; `counter` finds it in a state, or not. Null while there is one state alone. */
  grown(counter) {
    if (this.seconds === 0) return null;
    return difference(counter(this.#samples.at(-1)), counter(this.#samples[0]));
  }

  /** A counter's growth a second. */
  rate(counter) {
    const grown = this.grown(counter);
    return grown === null ? null : grown / this.seconds;
  }

  /** A counter's growth a second from each state to the next. */
  course(counter) {
    return this.#samples.slice(1).map((sample, i) => {
      const before = this.#samples[i];
      const seconds = (sample.gateway.uptime_ms - before.gateway.uptime_ms) / 1000;
      return seconds > 0 ? difference(counter(sample), counter(before)) / seconds : 0;
    });
  }

  /** What `gauge` finds in each state. */
  values(gauge) {
    return this.#samples.map(gauge);
  }

  /** The time that a share `q` of all took no longer than: see below. */
  quantile(q, times) {
    if (this.seconds === 0) return null;
    return quantile(q, times(this.#samples.at(-1)), times(this.#samples[0]));
  }

  /** The same from each state to the next, in seconds; 0 where there were none. */
  quantiles(q, times) {
    return this.#samples.slice(1).map((sample, i) => quantile(q, times(sample), times(this.#samples[i]))?.seconds ?? 0);
  }
}

/** A counter that is new began at 0; one that is smaller than before began anew. */
function difference(now, before) {
  if (now === undefined) return 0;
  return before === undefined || before > now ? now : now - before;
}

/**
 * Seconds, interpolated between the bounds of a bucket as Prometheus does it. Of the first and the last bucket one bound alone is known:
 * `sign` says on which side of it the time is. Null when there were none.
 */
function quantile(q, now, before) {
  if (!now) return null;
  const earlier = before && before.count <= now.count ? before : { count: 0, counts: [] };
  const total = now.count - earlier.count;
  if (total <= 0) return null;
  const rank = q * total;
  let below = 0;
  let bound = 0;
  for (let i = 0; i < now.seconds.length; i++) {
    const count = now.counts[i] - (earlier.counts[i] ?? 0);
    if (count >= rank) {
      return i === 0 ? { sign: '<', seconds: now.seconds[0] }
        : { sign: '', seconds: bound + (now.seconds[i] - bound) * (rank - below) / (count - below) };
    }
    below = count;
    bound = now.seconds[i];
  }
  return { sign: '>', seconds: bound };
}
