import { whenAdded } from './added.js';

// Clips loop silently. With reduced motion they start by hand; one without controls stops, and goes on, when it is clicked.
const still = matchMedia('(prefers-reduced-motion: reduce)');
let halted = still.matches;       // the visitor's choice, also for clips that come later

const play = video => video.play().catch(() => { });

whenAdded('video', video => {
  // Blazor sets the attribute, which counts for a video only while its page is parsed; with sound, a browser does not start it.
  if (video.hasAttribute('muted')) video.muted = true;
  if (!video.autoplay) return;
  if (still.matches || (halted && video.matches('[data-clip]'))) {
    video.autoplay = false;
    video.pause();
  } else {
    play(video);
  }
});

document.addEventListener('click', ({ target }) => {
  if (!target.matches('video[data-clip]')) return;
  halted = !target.paused;
  halted ? target.pause() : play(target);
});

// The small pictures of the history play while they are pointed at.
for (const [event, act] of [['pointerover', 'play'], ['pointerout', 'pause']]) {
  document.addEventListener(event, ({ target }) => {
    if (!still.matches) target.closest?.('[data-hover-plays]')?.querySelector('video')?.[act]()?.catch?.(() => { });
  });
}
