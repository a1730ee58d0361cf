// `<predue-market>`: the rules of a market in plain words and who helps there, each with its source, and what the rules change
// for an account.

import { css, html, nothing, type PropertyDeclarations } from "lit";
import type { CivilDate, Instant, MarketHelp, MarketPack, MarketRule, Projection, RuleConfidence } from "../types.js";
import { currencyName } from "../words/format.js";
import { sayLink } from "../words/guidance.js";
import { define, PredueElement } from "./base.js";
import { facts } from "./entry.js";
import { links, linksStyle } from "./links.js";
import { helpers } from "./people.js";
import { base, stacked, tables } from "./styles.js";
import { unlessEmpty } from "./trail.js";

type Charge = Projection["trail"][number];
type Sources = NonNullable<MarketPack["sources"]>;

/** What rules are about, in the order that they are shown. Kinds that are not named here are notes. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  charges: ["cap", "forbid", "grace", "allocation"],
  contact: ["window", "quota", "cooldown", "stop", "consent", "third-party"],
  told: ["disclosure"],
  language: ["language"],
  "ways-out": ["forbearance"],
  privacy: ["privacy"],
  notes: [],
};
const LAW: readonly RuleConfidence[] = ["primary", "secondary"];

/** Whether a rule may be called law: what nobody has read, and what is not in force, only makes things stricter. */
function isLaw(confidence: RuleConfidence): boolean {
  return LAW.includes(confidence);
}

/**
 * The rules of a market, group by group, and who helps there; of an account's projection, what the rules change.
 *
 * @csspart about - When the rules were read.
 * @csspart stale - That they were to be read again.
 * @csspart changes - What the rules change for the account.
 * @csspart change - A rule that changes something for the account.
 * @csspart table - The charges that a rule makes less.
 * @csspart group - Rules about the same.
 * @csspart rule - A rule.
 * @csspart help - Who helps.
 * @csspart helper - Somebody who helps.
 * @csspart link - Where somebody is found, or the number to call.
 */
export class PredueMarket extends PredueElement {
  static override properties: PropertyDeclarations = {
    pack: { attribute: false },
    projection: { attribute: false },
    at: { attribute: false },
  };
  static override styles = [
    base,
    tables,
    stacked(css`30rem`),
    linksStyle,
    css`
      section {
        margin-block-start: 2rem;
      }
      h2 {
        margin-block-end: 0.75rem;
        padding-inline: 0.25rem;
        font-size: 1.125rem;
        font-weight: 650;
      }
      h3 {
        margin-block: 1.25rem 0.5rem;
        padding-inline: 0.25rem;
        font-size: 1rem;
        font-weight: 600;
      }
      .about {
        padding: 1rem;
      }
      .about > * + *,
      .rule > * + * {
        margin-block-start: 0.25rem;
      }
      .stale {
        padding-block: 0.375rem;
      }
      .rule {
        padding: 0.8125rem 1rem;
        overflow-wrap: anywhere;
      }
      li + li .rule {
        border-block-start: 1px solid var(--line);
      }
      .change + .change {
        margin-block-start: 0.75rem;
      }
      .change .rule > :first-child {
        font-weight: 600;
      }
      /* What is no law is told apart by more than its words. */
      .cautious {
        padding-inline-start: calc(1rem - 3px);
        border-inline-start: 3px dashed var(--field-line);
      }
      cite {
        font-style: normal;
      }
      /* Titles are no amounts: they may be long. */
      .rule bdi {
        white-space: normal;
      }
      code {
        font-family: ui-monospace, monospace;
        font-size: 0.875em;
      }
      summary {
        min-block-size: 1.5rem;
        padding: 0.75rem 1rem;
        border-block-start: 1px solid var(--line);
        color: var(--accent);
        font-weight: 550;
        cursor: pointer;
      }
      .note {
        margin-block-end: 0.75rem;
        padding-inline: 0.25rem;
      }
      @container (min-width: 52rem) {
        .rule {
          display: grid;
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
          gap: 0 2rem;
        }
        .rule > * + * {
          grid-column: 2;
          margin-block-start: 0;
        }
        .rule > :first-child {
          grid-row: 1 / span 3;
        }
      }
    `,
  ];

  /** The rules, from "predue/markets/…". */
  declare pack: MarketPack | undefined;
  /** What `projection` returned for an account of a wallet in that market. Left out, the rules alone are shown. */
  declare projection: Projection | undefined;
  /** Now, with the customer's own offset: whether the rules were to be read again, and which are in force, depends on it. */
  declare at: Instant | undefined;

  protected override content() {
    const { pack, projection } = this;
    if (pack === undefined) return nothing;
    return html`
      ${this.#about(pack)} ${projection === undefined ? nothing : this.#changes(pack, projection)} ${this.#groups(pack)}
      ${this.#help(pack)}
    `;
  }

  // ---- when they were read -------------------------------------------------------------------------

  #about({ asOf, reviewBy, currency, rules = [] }: MarketPack) {
    const isStale = this.at !== undefined && reviewBy !== undefined && this.at.slice(0, 10) > reviewBy;
    return html`
      <div class="card about" part="about">
        ${asOf && reviewBy ? html`<p>${this.say("market.read", { date: asOf, until: reviewBy })}</p>` : nothing}
        ${isStale ? html`<p class="attention stale" part="stale">${this.say("market.stale", { date: reviewBy })}</p>` : nothing}
        ${this.words.language === "en" ? nothing : html`<p>${this.say("market.english")}</p>`}
        <p class="muted small">
          ${currency ? this.say("market.currency", this.#named(currency)) : nothing} ${this.say("market.no-advice")}
        </p>
        ${rules.length === 0 ? html`<p>${this.say("market.empty")}</p>` : nothing}
      </div>
    `;
  }

  #named(code: string): { name: string; code: string } {
    return { name: currencyName(this.words.locale, code), code };
  }

  // ---- the rules -----------------------------------------------------------------------------------

  #groups({ rules = [], sources = [] }: MarketPack) {
    const named = Object.values(GROUPS).flat();
    return Object.entries(GROUPS).map(([group, kinds]) =>
      unlessEmpty(
        rules.filter(({ kind }) => (group === "notes" ? !named.includes(kind) : kinds.includes(kind))),
        (list) => html`
          <section part="group" aria-labelledby=${`group-${group}`}>
            <h2 id=${`group-${group}`}>${this.say(`market.group.${group}`)}</h2>
            <ul class="card">
              ${list.map((rule) => html`<li>${this.#rule(rule, this.#said(rule, sources))}</li>`)}
            </ul>
          </section>
        `,
      ),
    );
  }

  /** Summaries are English, whatever the language around them. */
  #rule({ id, summary, confidence }: MarketRule, more: { where: unknown; when: unknown }) {
    return html`
      <div class="rule ${isLaw(confidence) ? "" : "cautious"}" part="rule">
        <p lang="en" dir="ltr">${summary}</p>
        <p class="small">${facts([this.say(`market.confidence.${confidence}`), ...[more.when].flat()])}</p>
        <p class="muted small">${more.where}</p>
        <p class="muted small" dir="ltr"><code>${id}</code></p>
      </div>
    `;
  }

  #said(rule: MarketRule, sources: Sources) {
    return { where: this.#where(rule.src, sources), when: this.#when(rule) };
  }

  /** Titles are of any language, whatever the language around them. */
  #where(src: readonly string[], sources: Sources) {
    const read = sources.filter(({ id }) => src.includes(id));
    return read.map(
      ({ title, section }, index) => html`
        ${index === 0 ? nothing : html`<br />`}<cite lang=""><bdi>${title}</bdi></cite
        >${section === undefined ? nothing : this.say("market.section", { section })}
      `,
    );
  }

  #when({ since, until, dateBasis }: MarketRule): unknown[] {
    if (since === undefined && until === undefined) return [];
    const isContract = dateBasis === "contract";
    const date = since ?? (until as CivilDate);
    const which = since === undefined ? "until" : until === undefined ? "since" : "between";
    const today = this.at?.slice(0, 10);
    // A contract of that time may still run, and one of another time never falls under it.
    const isOver = !isContract && today !== undefined && until !== undefined && until < today;
    const isAhead = today !== undefined && since !== undefined && since > today;
    return [
      this.words.say(`market.${which}${isContract ? ".contract" : ""}`, { date, until: until ?? date }),
      isOver && this.say("market.ended"),
      isAhead && this.say("market.ahead"),
    ];
  }

  // ---- who helps -----------------------------------------------------------------------------------

  #help(pack: MarketPack) {
    return unlessEmpty(
      helpers(pack),
      (list) => html`
        <section part="help" aria-labelledby="help">
          <h2 id="help">${this.say("market.help")}</h2>
          <ul class="card">
            ${list.map((helper) => html`<li>${this.#helper(helper, pack.sources ?? [])}</li>`)}
          </ul>
        </section>
      `,
    );
  }

  #helper(helper: MarketHelp, sources: Sources) {
    const { kind, confidence, src } = helper;
    return html`
      <div class="rule" part="helper">
        <div><p>${this.say(`market.help.${kind}`)}</p>${links(sayLink(this.words, helper))}</div>
        <p class="small">${this.say(`market.help.confidence.${confidence}`)}</p>
        <p class="muted small">${this.#where(src, sources)}</p>
      </div>
    `;
  }

  // ---- what they change for the account ------------------------------------------------------------

  #changes(pack: MarketPack, { trail, rules, points, currency }: Projection) {
    const cutting = new Map<string, Charge[]>();
    for (const charge of trail) {
      if (charge.cut === undefined) continue;
      const known = cutting.get(charge.cut.by);
      if (known === undefined) cutting.set(charge.cut.by, [charge]);
      else known.push(charge);
    }
    const others = rules.filter(({ id }) => !cutting.has(id));
    const ranges = points.flatMap(({ date, range }) => (range === undefined ? [] : [{ date, range }]));
    const isOther = pack.currency !== undefined && pack.currency !== currency;
    const name = (code: string) => currencyName(this.words.locale, code);
    return html`
      <section part="changes" aria-labelledby="changes">
        <h2 id="changes">${this.say("market.changes")}</h2>
        ${
          isOther && cutting.size + others.length > 0
            ? html`<p class="muted small note">
              ${this.say("market.changes.other-currency", {
                account: name(currency),
                code: currency,
                market: name(pack.currency as string),
                marketCode: pack.currency as string,
              })}
            </p>`
            : nothing
        }
        ${cutting.size + ranges.length === 0 ? html`<p class="card about">${this.say("market.changes.none")}</p>` : nothing}
        ${[...cutting].map(([id, charges]) => this.#change(pack, id, charges, currency))}
        ${unlessEmpty(
          ranges,
          (list) => html`
            <h3>${this.say("market.changes.range")}</h3>
            <ul class="card">
              ${list.map(({ date, range: [from, to] }) => {
                return html`<li><p class="rule">${this.say("market.changes.range.of", { date, from, to, currency })}</p></li>`;
              })}
            </ul>
          `,
        )}
        ${unlessEmpty(
          others,
          (list) => html`
            <h3>${this.say("market.changes.others")}</h3>
            <ul class="card">
              ${list.map(({ id }) => html`<li>${this.#ruleNamed(pack, id)}</li>`)}
            </ul>
          `,
        )}
      </section>
    `;
  }

  #change(pack: MarketPack, id: string, charges: readonly Charge[], currency: string) {
    return html`
      <div class="card change frame" part="change">
        ${this.#ruleNamed(pack, id)}
        <details>
          <summary>${this.say("market.changes.charges", { count: charges.length })}</summary>
          <table part="table" role="table">
            <caption>
              <span class="hidden">${this.say("market.changes.caption")}</span>
              ${this.say("schedule.currency", this.#named(currency))}
            </caption>
            <thead role="rowgroup">
              <tr role="row">
                ${["date", "charge"].map((key) => html`<th role="columnheader" scope="col">${this.#head(key)}</th>`)}
                ${["from", "to"].map((key) => html`<th role="columnheader" scope="col" class="amount">${this.#head(key)}</th>`)}
              </tr>
            </thead>
            <tbody role="rowgroup">
              ${charges.map(
                ({ date, rule, amount, cut }) => html`
                  <tr role="row">
                    <th role="rowheader" scope="row">${this.day(date, "medium")}</th>
                    <td role="cell" class="what">${this.say(`rule.${rule}`)}</td>
                    <td role="cell" class="amount rest" data-label=${this.#head("from")}>
                      ${this.money(cut?.from ?? amount, currency, true)}
                    </td>
                    <td role="cell" class="amount due" data-label=${this.#head("to")}>
                      ${this.money(amount, currency, true)}
                    </td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </details>
      </div>
    `;
  }

  #head(key: string): string {
    return this.words.say(`market.changes.${key}`);
  }

  /** A rule that the projection names: as the pack has it, else as the projection tells it. */
  #ruleNamed(pack: MarketPack, id: string) {
    const rule = pack.rules?.find((each) => each.id === id);
    if (rule !== undefined) return this.#rule(rule, this.#said(rule, pack.sources ?? []));
    const notice = this.projection?.rules.find((each) => each.id === id);
    const told = { id, kind: "", summary: notice?.effect ?? "", src: [], confidence: notice?.confidence ?? "policy" };
    return this.#rule(told, { where: html`<cite lang=""><bdi>${notice?.source}</bdi></cite>`, when: [] });
  }
}

define("predue-market", PredueMarket);

declare global {
  interface HTMLElementTagNameMap {
    "predue-market": PredueMarket;
  }
}
