"""The look of the provider's pages, light and dark."""

STYLE = """
:root { color-scheme: light dark; --bg: #ffffff; --text: #1d1b19; --dim: #6b655e; --line: #e6e3df;
  --edge: #8d867d; --accent: #2f5fd0; --on-accent: #ffffff; --warn: #855406; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --bg: #222428; --text: #ececea; --dim: #a6a5a1;
  --line: #313439; --edge: #85868a; --accent: #86a8ff; --on-accent: #17181a; --warn: #e8b25b;
  --bad: #f2857d; } }
* { box-sizing: border-box; }
html { height: 100%; background: var(--bg); color: var(--text);
  font: 14px/1.45 Inter, "Segoe UI", system-ui, "Noto Sans", sans-serif; }
body { min-height: 100%; margin: 0; padding: 24px; display: grid; place-items: center; }
main { width: min(380px, 100%); }
h1 { font-size: 23px; line-height: 1.25; font-weight: 600; margin: 0 0 12px; }
p { margin: 0 0 12px; }
.who { color: var(--dim); margin: 0 0 6px; overflow-wrap: anywhere; }
.app { margin: 0 0 12px; font-size: 13px; }
.app b { color: var(--accent); font-weight: 600; }
.app span { color: var(--warn); }
label { display: block; margin: 0 0 6px; color: var(--dim); }
input, textarea { width: 100%; padding: 8px 10px; border: 1px solid var(--edge); border-radius: 6px;
  background: var(--bg); color: var(--text); font: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[role=alert] { color: var(--bad); margin: 8px 0 0; overflow-wrap: anywhere; }
details { border-bottom: 1px solid var(--line); }
summary { padding: 8px 0; cursor: pointer; list-style: none; display: flex; gap: 10px; }
summary::-webkit-details-marker { display: none; }
summary::before { content: ""; flex: none; width: 7px; height: 7px; margin: 4px 4px 0 2px;
  border: solid var(--dim); border-width: 0 1px 1px 0; transform: rotate(45deg); }
details[open] summary::before { transform: translateY(4px) rotate(225deg); }
details p { margin: 0 0 10px 23px; color: var(--dim); }
.buttons { display: flex; flex-direction: row-reverse; gap: 8px; margin-top: 20px; }
input[type=checkbox] { width: auto; margin: 0; accent-color: var(--accent); }
.check { display: flex; gap: 8px; align-items: center; margin: 16px 0 0; color: var(--text); }
.number { font-size: 40px; font-weight: 600; letter-spacing: 2px; text-align: center; }
button#window { width: 100%; }
.buttons + button.account { margin-top: 12px; }
details + label { margin-top: 16px; }
button { min-width: 92px; padding: 7px 18px; border-radius: 6px; font: inherit; cursor: pointer;
  border: 1px solid var(--line); background: var(--bg); color: var(--text); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.account { display: block; width: 100%; text-align: start; margin: 0 0 8px; }
button.account small { display: block; color: var(--dim); }
.hint { margin: 24px 0 0; padding-top: 12px; border-top: 1px solid var(--line); color: var(--dim);
  font-size: 12.5px; }
.hint code { color: var(--text); font: inherit; font-weight: 600; overflow-wrap: anywhere; }
dl { margin: 16px 0 0; font-size: 12.5px; color: var(--dim); overflow-wrap: anywhere; }
dt { float: left; clear: left; width: 104px; }
dd { margin: 0 0 4px 104px; }
"""
