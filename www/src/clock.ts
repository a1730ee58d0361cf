// The only place that asks the device what time it is.

/** What a clock shows where the customer is, and how far that is from UTC. */
export interface Moment {
  /** "2026-11-22T09:30". */
  clock: string;
  /** "+08:00". */
  offset: string;
}

const MINUTES_PER_HOUR = 60;
/** The offsets in use that are no whole hours. */
const ODD_OFFSETS = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825];

/** Now, by this device's clock and its own offset. */
export function now(): Moment {
  const time = new Date();
  const offset = -time.getTimezoneOffset();
  // Reading a shifted clock in UTC gives the local one.
  const clock = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 16);
  return { clock, offset: offsetText(offset) };
}

/** RFC 3339, as the engine takes it. */
export function instant({ clock, offset }: Moment): string {
  return `${clock}:00${offset}`;
}

/** Every offset from UTC that is in use somewhere, and `own`. */
export function offsets(own: string): string[] {
  const whole = Array.from({ length: 27 }, (_, index) => (index - 12) * MINUTES_PER_HOUR);
  const texts = [...whole, ...ODD_OFFSETS].sort((a, b) => a - b).map(offsetText);
  return texts.includes(own) ? texts : [own, ...texts];
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.trunc(size / MINUTES_PER_HOUR))}:${two(size % MINUTES_PER_HOUR)}`;
}
