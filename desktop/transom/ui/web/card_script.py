"""What keeps a conversation's frames as tall as their mails, and its cards as they should be.

It runs in a world of its own in every document of the mail view. No mail has a script, so that
whatever a frame tells its page was told by us.
"""

import json
from collections.abc import Sequence

CARD_SCRIPT = """
(() => {
  if (parent !== window) {
    const body = document.body, root = document.documentElement;
    if (!body) return;
    const tell = () => parent.postMessage({
      height: Math.ceil(Math.max(body.getBoundingClientRect().bottom, body.scrollHeight))
        + Math.max(0, innerHeight - root.clientHeight)}, "*");
    new ResizeObserver(tell).observe(body);
    addEventListener("load", tell);
    tell();
    return;
  }
  const cards = document.getElementById("cards");
  if (!cards || !cards.matches("body > main")) return;
  let growths = new WeakMap();
  addEventListener("resize", () => { growths = new WeakMap(); });
  addEventListener("message", event => {
    const frame = [...cards.querySelectorAll("iframe")]
      .find(one => one.contentWindow === event.source);
    const height = event.data && event.data.height;
    if (!frame || !(height > 0)) return;
    const count = (growths.get(frame) || 0) + 1;
    growths.set(frame, count);
    if (count > MOST_GROWTHS && height > frame.offsetHeight) return;
    frame.style.height = height + "px";
    frame.dataset.isTall = "yes";
  });
  globalThis.transomCards = {
    deal(facts, earlier, isNewestFirst) {
      const ids = new Set(facts.map(one => one.id));
      for (const old of [...cards.children]) if (!ids.has(old.id)) old.remove();
      const read = cards.querySelector("article.current"), isAtTop = scrollY === 0;
      const before = read ? read.getBoundingClientRect().top : 0;
      let next = cards.firstElementChild, isLonger = false;
      for (const one of facts) {
        let card = document.getElementById(one.id);
        if (!card) {
          card = document.createElement("article");
          card.id = one.id;
          for (const name of ["header", "div", "div"]) card.append(document.createElement(name));
          card.children[1].className = "notes";
          card.lastElementChild.className = "body";
          cards.insertBefore(card, next);
          isLonger = true;
        } else next = card.nextElementSibling;
        this.fill(card, one);
      }
      // What is read stays where it is; the engine sees to that itself but for the very top.
      if (read && isLonger && isAtTop && read.isConnected)
        scrollBy(0, read.getBoundingClientRect().top - before);
      if (earlier) cards.insertAdjacentHTML(isNewestFirst ? "beforeend" : "afterbegin", earlier);
    },
    fill(card, one) {
      card.className = one.classes;
      card.setAttribute("aria-label", one.label);
      const [head, notes, body] = card.children;
      if (card.dataset.head !== one.head) {
        const hadFocus = head.contains(document.activeElement);
        head.innerHTML = card.dataset.head = one.head;
        if (hadFocus) head.querySelector("button").focus({preventScroll: true});
      }
      if (card.dataset.notes !== one.notes) notes.innerHTML = card.dataset.notes = one.notes;
      if (one.body && card.dataset.body !== one.body) {
        const frame = body.querySelector("iframe");
        const isSame = frame && one.body.includes('src="' + frame.getAttribute("src") + '"');
        if (!isSame) body.innerHTML = one.body;
        card.dataset.body = one.body;
      }
    },
    show(id) {
      const card = document.getElementById(id);
      if (card) card.scrollIntoView({block: "start"});
    },
  };
})();
"""
_MOST_GROWTHS = 60
"""A mail whose height goes by its frame's must not make it grow for ever."""
CARD_SCRIPT = CARD_SCRIPT.replace("MOST_GROWTHS", str(_MOST_GROWTHS))

CARDS_PAINTED = """
Number(performance.getEntriesByType('paint').length > 0
  && [...document.querySelectorAll('article.open iframe')].every(one => one.dataset.isTall))
"""
"""Whether the cards stand on the screen, each open one as tall as its mail."""


def dealing_script(facts: Sequence[dict[str, str]], earlier: str, *, is_newest_first: bool) -> str:
    """Return the script that makes the page's cards these."""
    words = json.dumps([list(facts), earlier, is_newest_first])
    return f"globalThis.transomCards && transomCards.deal(...{words})"


def showing_script(element: str) -> str:
    """Return the script that brings a card into sight."""
    return f"globalThis.transomCards && transomCards.show({json.dumps(element)})"
