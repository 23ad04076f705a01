// Clips loop silently. With reduced motion they start by hand; everybody can pause the examples.
const still = matchMedia('(prefers-reduced-motion: reduce)');
const button = () => document.querySelector('[data-pauses="clips"]');
const clips = () => [...document.querySelectorAll('video[data-clip]')];
let halted = still.matches;       // the visitor's choice for all clips, also for those that come later

const play = video => video.play().catch(() => { });
const say = () => button()?.setAttribute('aria-pressed', halted);

function settle(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const videos = node.matches('video') ? [node] : node.querySelectorAll('video');
  for (const video of videos) {
    // Blazor sets the attribute, which counts for a video only while its page is parsed; with sound, a browser does not start it.
    if (video.hasAttribute('muted')) video.muted = true;
    if (!video.autoplay) continue;
    if (still.matches || (halted && video.matches('[data-clip]'))) {
      video.autoplay = false;
      video.pause();
    } else {
      play(video);
    }
  }
  say();
}

new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(settle))).observe(document.body, { childList: true, subtree: true });
settle(document.body);

document.addEventListener('click', event => {
  if (event.target.closest('[data-pauses]')) {
    halted = !halted;
    clips().forEach(video => halted ? video.pause() : play(video));
  } else if (event.target.matches('video[data-clip]')) {
    event.target.paused ? play(event.target) : event.target.pause();
    halted = clips().every(video => video.paused);
  } else {
    return;
  }
  say();
});

// The small pictures of the history play while they are pointed at.
for (const [event, act] of [['pointerover', 'play'], ['pointerout', 'pause']]) {
  document.addEventListener(event, ({ target }) => {
    if (!still.matches) target.closest?.('[data-hover-plays]')?.querySelector('video')?.[act]()?.catch?.(() => { });
  });
}
