// How a page looks: where its pictures are kept, and whether its texts can be read.

import { join } from "node:path";
import type { Page } from "@playwright/test";

/** Where pictures are kept. */
export const SCREENS = join(import.meta.dirname, "../../target/screens");

const CONTRAST_MIN = 4.5;
const LARGE_CONTRAST_MIN = 3;

/** Texts whose contrast with what stands behind them is too low, found by walking the page, shadow trees included. */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(
    ([min, largeMin]) => {
      type Colour = [number, number, number, number];
      const read = (text: string): Colour => {
        const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
        return [r, g, b, a];
      };
      const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => {
        const mix = (front: number, back: number) => front * a + back * (1 - a);
        return [mix(r, R), mix(g, G), mix(b, B), 1];
      };
      const light = ([r, g, b]: Colour) => {
        const [red, green, blue] = [r, g, b].map((value) => {
          const part = value / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        }) as [number, number, number];
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const parent = (node: Element): Element | null =>
        node.assignedSlot ?? node.parentElement ?? ((node.getRootNode() as ShadowRoot).host as Element | null) ?? null;
      const behind = (element: Element): Colour => {
        const own = read(getComputedStyle(element).backgroundColor);
        if (own[3] === 1) return own;
        const above = parent(element);
        return over(own, above === null ? [255, 255, 255, 1] : behind(above));
      };
      const faint: string[] = [];
      const visit = (root: Document | ShadowRoot) => {
        for (const element of root.querySelectorAll("*")) {
          if (element.shadowRoot) visit(element.shadowRoot);
          const text = [...element.childNodes].find(
            (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
          );
          const box = element.getBoundingClientRect();
          if (!text || box.width < 2 || box.height < 2 || !element.checkVisibility()) continue;
          const style = getComputedStyle(element);
          const back = behind(element);
          const [a, b] = [light(over(read(style.color), back)), light(back)];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const isLarge = Number.parseFloat(style.fontSize) >= 24;
          if (contrast < (isLarge ? largeMin : min)) faint.push(`${contrast.toFixed(2)} ${text.nodeValue?.trim()}`);
        }
      };
      visit(document);
      return faint;
    },
    [CONTRAST_MIN, LARGE_CONTRAST_MIN] as const,
  );
}
