"""The look of an output in a notebook, where cards, callouts and verdicts have none.

Every output carries the sheet, as those of pandas do, since any cell may be shown alone or run
again. Pages have a look of their own: `render` lets no style sheet of an output through.
"""

from __future__ import annotations

import re

# JupyterLab names its colours, light and dark, in --jp-*; what follows a comma is for elsewhere.
# The class stands twice to outweigh JupyterLab's own rules for tables.
_SHEET = """
div:has(> .summit-look.summit-look) {
  --soft: var(--jp-ui-font-color2, #55606e); --line: var(--jp-border-color2, #d5dbe2);
  --panel: var(--jp-layout-color2, #f3f5f8); line-height: 1.45; max-width: 50rem;
  p { margin: .4em 0; }
  figure { margin: .6rem 0; }
  img { background: #fff; border-radius: .4rem; height: auto; max-width: 100%; padding: .4rem; }
  figcaption { margin-bottom: .5rem; }
  .title { font-size: 1.1em; }
  .subtitle { color: var(--soft); display: block; }
  .source, .data, .note, .strap p, .card-unit,
  .card-note { color: var(--soft); font-size: .88em; }
  table { border-collapse: collapse; margin: .4rem 0; }
  table :is(th, td) { border-bottom: 1px solid var(--line); max-width: none; padding: .35em .6em;
    text-align: left; vertical-align: baseline; white-space: normal; }
  table [style*="right"] { font-variant-numeric: tabular-nums; text-align: right; }
  .lede { font-size: 1.15em; }
  ul.cards { display: grid; gap: .7rem; list-style: none; margin: .4rem 0; padding: 0;
    grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); }
  .card { background: var(--panel); border-radius: .5rem; padding: .7rem .9rem; }
  .card p { margin: .15em 0; }
  .card-label, .callout-title, dt { font-weight: 600; }
  .card-value { font-size: 1.7em; font-weight: 700; line-height: 1.2; }
  .callout { background: var(--panel); border-left: 4px solid #4e8ac8; padding: .4rem 1rem; }
  dl { display: grid; gap: .3rem 1.2rem; grid-template-columns: minmax(8rem, max-content) 1fr; }
  dl :is(dt, dd) { float: none; margin: 0; width: auto; }
  .verdict, .card-verdict { border-radius: 1rem; color: #fff; display: inline-block;
    font-weight: 600; padding: .1em .7em; }
  td .verdict { white-space: nowrap; }
  [data-tone=good] { background: #1b7837; }
  [data-tone=fair] { background: #4d7c0f; }
  [data-tone=mixed] { background: #8a6100; }
  [data-tone=poor] { background: #b45309; }
  [data-tone=bad] { background: #b2182b; }
  [data-tone=none] { background: #595f69; }
}
"""
_ONE_LINE = re.sub(r"\s+", " ", _SHEET).strip()


def styled(markup: str) -> str:
    """Return an output's markup, which is escaped already, followed by its look."""
    return f'{markup}<style class="summit-look">{_ONE_LINE}</style>'
