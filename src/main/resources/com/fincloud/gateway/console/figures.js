// Figures as people read them.

/** Nothing was counted: there is no figure. */
export const NONE = '–';

/** Something a second. */
export function rate(value) {
  if (value === null) return NONE;
  if (value === 0) return '0';
  if (value < 0.095) return '<0.1';
  return value < 9.95 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

/** A quantile of times. */
export function quantile(found) {
  return found === null ? NONE : `${found.sign}${time(found.seconds)}`;
}

/** A time, in the unit that suits it. */
export function time(seconds) {
  if (seconds < 0.000995) return `${(seconds * 1000).toFixed(2)} ms`;
  if (seconds < 0.00995) return `${(seconds * 1000).toFixed(1).replace(/\.0$/, '')} ms`;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

/** A share of 1. */
export function share(part, whole) {
  if (!whole) return NONE;
  const percent = 100 * part / whole;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '<0.1 %';
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** How long ago, or how long still. */
export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.floor(whole / 60)} min`;
  return whole < 172800 ? `${Math.floor(whole / 3600)} h` : `${Math.floor(whole / 86400)} d`;
}

/** How long ago something was, in whole units. */
export function ago(seconds) {
  return seconds < 1 ? 'now' : `${span(seconds).replace(/^(\d+) d$/, (all, days) => `${days} days`)} ago`;
}

/** How long before another time something was; both are instants as ISO 8601. */
export function since(instant, now) {
  return ago((Date.parse(now) - Date.parse(instant)) / 1000);
}

/** A number of bytes, with the largest unit that leaves it whole. */
export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB'];
  let unit = 0;
  while (unit < 3 && value > 0 && value % 1024 === 0) {
    value /= 1024;
    unit++;
  }
  return `${value} ${units[unit]}`;
}

/** A time of day of the reader's clock. */
export function clock(instant) {
  return new Date(instant).toLocaleTimeString('en-GB');
}

/** A number and its noun. */
export const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
