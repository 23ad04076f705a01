// Looks after elements that match, those that are there and those that Blazor adds later.
export function whenAdded(selector, act) {
  function settle(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    (node.matches(selector) ? [node] : node.querySelectorAll(selector)).forEach(act);
  }

  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(settle))).observe(document.body, { childList: true, subtree: true });
  settle(document.body);
}
