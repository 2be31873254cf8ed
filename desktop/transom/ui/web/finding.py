"""Marks the words of a search in a shown mail, without touching its document."""

import json

from transom.ui.hits import hit_words
from transom.ui.web.quotes import FOLD_CLASS

HIGHLIGHT = "transom-found"
_MOST_HITS = 2_000

# Runs in a world of its own, where the mail's page has no script and no say.
_SCRIPT = """
((spaced, others) => {
  CSS.highlights.delete(NAME);
  const parts = [];
  if (spaced.length) parts.push("(?<![\\\\p{L}\\\\p{N}])(?:" + spaced.join("|") + ")");
  if (others.length) parts.push(others.join("|"));
  if (!parts.length || !document.body) return;
  const pattern = new RegExp(parts.join("|"), "gu");
  const fold = text => text.replace(/[^\\x00-\\x7f]/g, one => one.normalize("NFKD")[0]);
  const found = new Highlight();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()) && found.size < MOST; )
    for (const hit of fold(node.data).toLowerCase().matchAll(pattern)) {
      const end = hit.index + hit[0].length;
      const fold = node.parentElement.closest("details." + FOLD);
      if (fold) fold.open = true;
      if (end <= node.length)
        found.add(new StaticRange({startContainer: node, startOffset: hit.index,
                                   endContainer: node, endOffset: end}));
    }
  CSS.highlights.set(NAME, found);
})(SPACED, OTHERS)
"""


def marking_script(words: str) -> str:
    """Return the script that marks these words, or takes all marks away."""
    spaced, others = hit_words(words)
    return (
        _SCRIPT.replace("NAME", json.dumps(HIGHLIGHT))
        .replace("MOST", str(_MOST_HITS))
        .replace("FOLD", json.dumps(FOLD_CLASS))
        .replace("SPACED", json.dumps(spaced))
        .replace("OTHERS", json.dumps(others))
    )
