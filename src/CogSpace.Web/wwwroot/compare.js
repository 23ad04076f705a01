// Two videos in step: the second keeps the time of the first, over it or beside it.
const apart = 0.08;       // seconds that nobody sees

function follow({ target: leader }) {
  const follower = leader.closest?.('[data-in-step]')?.querySelector('video[data-follows]');
  if (!follower || follower === leader) return;
  follower.playbackRate = leader.playbackRate;
  if (follower.paused !== leader.paused) leader.paused ? follower.pause() : follower.play().catch(() => { });
  const time = Math.min(leader.currentTime, follower.duration || 0);
  if (Math.abs(time - follower.currentTime) > apart) follower.currentTime = time;
}

// Before it plays, the leader shows a frame of its middle, and the follower its first.
function beginTogether(leader) {
  if (!leader.played.length && !leader.currentTime) leader.currentTime = .01;
}

document.addEventListener('loadeddata', ({ target }) => {
  const leader = target.matches?.('[data-follows]') && target.closest('[data-in-step]')?.querySelector('video:not([data-follows])');
  if (leader?.paused) beginTogether(leader);
}, true);

// Events of players do not bubble; on their way down they are heard.
for (const name of ['loadeddata', 'play', 'playing', 'pause', 'seeking', 'seeked', 'ratechange', 'timeupdate']) {
  document.addEventListener(name, follow, true);
}

// How much of the picture, from the left, is the video that follows.
document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-compares]')) return;
  const stage = target.closest('.stage'), leader = stage.querySelector('video:not([data-follows])');
  stage.style.setProperty('--before', `${target.value}%`);
  beginTogether(leader);
});
