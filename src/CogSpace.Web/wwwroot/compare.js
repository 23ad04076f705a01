// A video before super-resolution lies over the one after it, as far as the slider says, and keeps its time.
const apart = 0.08;       // seconds that nobody sees

function follow({ target: after }) {
  const before = after.parentElement?.querySelector('video[data-before]');
  if (!before || before === after) return;
  before.playbackRate = after.playbackRate;
  if (before.paused !== after.paused) after.paused ? before.pause() : before.play().catch(() => { });
  if (Math.abs(before.currentTime - after.currentTime) > apart) before.currentTime = Math.min(after.currentTime, before.duration || 0);
}

// Events of players do not bubble; on their way down they are heard.
for (const name of ['loadeddata', 'play', 'playing', 'pause', 'seeking', 'seeked', 'ratechange', 'timeupdate']) {
  document.addEventListener(name, follow, true);
}

document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-compares]')) return;
  target.closest('.compare').previousElementSibling.style.setProperty('--before', `${target.value}%`);
});
