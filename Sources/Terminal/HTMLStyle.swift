/// How pages look. Every colour of text stands out from its ground by 4.5 to 1 or more, in the light and in the dark.
enum HTMLStyle {
  /// The style sheet.
  static let sheet = """
    :root { --ground: #ffffff; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --shade: #f4f6f8;
      --good: #17712f; --bad: #b42318; --warn: #7d4e00; --key: #0b5cad; --stretch: #fbe3e0;
      --c0: #0b5cad; --c1: #b42318; --c2: #17712f; --c3: #7d4e00; --c4: #7b2fa8; --c5: #00696d; --c6: #a1246b; --c7: #4a5568; }
    @media screen and (prefers-color-scheme: dark) { :root { --ground: #14181d; --text: #e6eaee; --muted: #9fabb7; --line: #3a434d;
      --shade: #1d232a; --good: #5fd07f; --bad: #ff9088; --warn: #e3b341; --key: #84bcff; --stretch: #43262a;
      --c0: #84bcff; --c1: #ff9088; --c2: #5fd07f; --c3: #e3b341; --c4: #cf9bf2; --c5: #5ccfd3; --c6: #f48fc0; --c7: #b3bdc8; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 60rem; background: var(--ground); color: var(--text);
      font: 1rem/1.6 system-ui, "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic", sans-serif; word-break: keep-all;
      overflow-wrap: anywhere; }
    h1 { font-size: 1.7rem; line-height: 1.3; margin: 0 0 .5rem; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
    p, ul, ol, dl, figure, table { margin: 0 0 1rem; }
    .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
    .muted { color: var(--muted); } .key { color: var(--key); }
    code { font-family: ui-monospace, "D2Coding", Menlo, Consolas, monospace; font-size: .92em; }
    table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
    caption { caption-side: top; text-align: left; color: var(--muted); padding: 0 0 .4rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line);
      overflow-wrap: break-word; min-width: 4.5rem; }
    td:last-child:not(.right) { min-width: 11rem; }
    thead th { border-bottom: 2px solid var(--muted); background: var(--shade); }
    tbody th { font-weight: 600; }
    .right { text-align: right; } .centre { text-align: center; }
    .wide { overflow-x: auto; margin: 0 0 1rem; } .wide table { margin: 0; }
    .wide:focus-visible { outline: 3px solid var(--key); outline-offset: 2px; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
    dt { color: var(--muted); } dd { margin: 0; }
    .verdicts { list-style: none; padding: 0; }
    .verdicts > li { border-left: 4px solid var(--muted); padding: .25rem 0 .25rem .75rem; margin: 0 0 .75rem; }
    .verdicts > .pass { border-color: var(--good); } .verdicts > .fail { border-color: var(--bad); }
    .mark { font-weight: 700; } .pass > .mark { color: var(--good); } .fail > .mark { color: var(--bad); }
    figcaption { font-weight: 600; }
    svg { display: block; width: 100%; height: auto; }
    svg text { fill: var(--muted); font-size: 12px; } .grid { stroke: var(--line); fill: none; }
    .stretch { fill: var(--stretch); }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .line-0 { stroke: var(--c0); } .line-1 { stroke: var(--c1); stroke-dasharray: 7 4; }
    .line-2 { stroke: var(--c2); stroke-dasharray: 2 4; } .line-3 { stroke: var(--c3); stroke-dasharray: 10 4 2 4; }
    .line-4 { stroke: var(--c4); } .line-5 { stroke: var(--c5); stroke-dasharray: 7 4; }
    .line-6 { stroke: var(--c6); stroke-dasharray: 2 4; } .line-7 { stroke: var(--c7); stroke-dasharray: 10 4 2 4; }
    .line.good { stroke: var(--good); } .line.bad { stroke: var(--bad); }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; color: var(--muted);
      font-size: .92rem; }
    .legend li { display: flex; align-items: center; gap: .4rem; } .sample { width: 28px; height: 8px; flex: none; }
    aside { border-left: 4px solid var(--key); padding: .25rem .75rem; background: var(--shade); margin: 0 0 1rem; }
    aside p { margin: .25rem 0; }
    footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: .92rem; }
    @media (max-width: 40rem) { svg text { font-size: 19px; } }
    @media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; }
      tr, figure, .verdicts > li { break-inside: avoid; } .wide { overflow: visible; } thead { display: table-header-group; } }
    """
}
