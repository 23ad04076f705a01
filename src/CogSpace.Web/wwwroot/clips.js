// Clips loop silently. With reduced motion they start by hand; everybody can pause the examples.
const still = matchMedia('(prefers-reduced-motion: reduce)');
const pause = () => document.querySelector('[data-pauses="clips"]');

function settle(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const videos = node.matches('video') ? [node] : node.querySelectorAll('video');
  for (const video of videos) {
    if (!still.matches) continue;
    video.autoplay = false;
    video.pause();
  }
  if (still.matches) pause()?.setAttribute('aria-pressed', 'true');
}

new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(settle))).observe(document.body, { childList: true, subtree: true });
settle(document.body);

document.addEventListener('click', event => {
  const button = event.target.closest('[data-pauses]');
  if (button) {
    const paused = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', paused);
    document.querySelectorAll('video[data-clip]').forEach(video => paused ? video.pause() : video.play());
  } else if (event.target.matches('video[data-clip]')) {
    event.target.paused ? event.target.play() : event.target.pause();
  }
});

// The small pictures of the history play while they are pointed at.
for (const [event, act] of [['pointerover', 'play'], ['pointerout', 'pause']]) {
  document.addEventListener(event, ({ target }) => {
    if (!still.matches) target.closest?.('[data-hover-plays]')?.querySelector('video')?.[act]()?.catch?.(() => { });
  });
}
