// Moments are written as the visitor's clock shows them.
const format = new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

function settle(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const times = node.matches('time[data-local]') ? [node] : node.querySelectorAll('time[data-local]');
  for (const time of times) {
    const text = format.format(new Date(time.dateTime));
    if (time.textContent !== text) time.textContent = text;
  }
}

new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(settle))).observe(document.body, { childList: true, subtree: true });
settle(document.body);
