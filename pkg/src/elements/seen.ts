// Whether something was long enough on the screen to be read: only then was it seen.

/** How much of it must be in view, and for how long. */
const SHARE_MIN = 0.6;
const MS_MIN = 1500;

/** Tells each key once, after its element was in view long enough in a page that is in front. */
export class Seen {
  readonly #told = new Set<string>();
  readonly #timers = new Map<Element, ReturnType<typeof setTimeout>>();
  readonly #watched = new Set<Element>();
  readonly #tell: (key: string) => void;
  #observer: IntersectionObserver | undefined;

  constructor(tell: (key: string) => void) {
    this.#tell = tell;
  }

  /** Watches these elements, which name their keys in `data-key`, and no others. */
  watch(elements: Iterable<HTMLElement>): void {
    const wanted = new Set(elements);
    this.#observer ??= new IntersectionObserver((entries) => this.#looked(entries), { threshold: [0, SHARE_MIN] });
    for (const element of this.#watched) if (!wanted.has(element as HTMLElement)) this.#leave(element);
    for (const element of wanted) {
      if (this.#watched.has(element) || this.#told.has(element.dataset.key as string)) continue;
      this.#watched.add(element);
      this.#observer.observe(element);
    }
  }

  /** Watches nothing any more, until it is told to watch again. */
  stop(): void {
    for (const element of [...this.#watched]) this.#leave(element);
  }

  #leave(element: Element): void {
    clearTimeout(this.#timers.get(element));
    this.#timers.delete(element);
    this.#watched.delete(element);
    this.#observer?.unobserve(element);
  }

  #looked(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      // What is taller than the screen is in view when it fills it.
      const fills = intersectionRect.height >= (rootBounds?.height ?? Number.POSITIVE_INFINITY) * SHARE_MIN;
      const isInView = intersectionRatio >= SHARE_MIN || fills;
      if (!isInView) clearTimeout(this.#timers.get(target));
      if (!isInView) this.#timers.delete(target);
      else if (!this.#timers.has(target))
        this.#timers.set(
          target,
          setTimeout(() => this.#settle(target), MS_MIN),
        );
    }
  }

  #settle(target: Element): void {
    const key = (target as HTMLElement).dataset.key as string;
    this.#leave(target);
    if (document.hidden || this.#told.has(key)) return;
    this.#told.add(key);
    this.#tell(key);
  }
}
