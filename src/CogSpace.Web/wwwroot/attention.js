// How far a video is, for those who look elsewhere meanwhile: in the tab's icon and, if they want it, as a notification with a sound.
const key = 'cogspace-notify';
const icon = document.querySelector('link[rel="icon"]');
const still = icon.getAttribute('href');
const wished = () => { try { return localStorage.getItem(key) === 'true'; } catch { return false; } };
let said = '';       // as Blazor renders it

// The page's title says it: "42 % · CogSpace". The icon changes with every tenth.
function showIcon() {
  const percent = /^(\d+) ?%/.exec(document.title)?.[1];
  const wanted = percent ? `icons/progress-${Math.floor(percent / 10) * 10}.svg` : still;
  if (icon.getAttribute('href') !== wanted) icon.setAttribute('href', wanted);
}

function sound() {
  const audio = new AudioContext();
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
  tone.onended = () => audio.close();
}

// What is announced to those who listen is told to those who do not look, too.
function tell() {
  const news = document.querySelector('[data-testid="news"]')?.textContent.trim() ?? '';
  if (news === said) return;
  said = news;
  if (!news || !document.hidden || !wished() || window.Notification?.permission !== 'granted') return;
  new Notification('CogSpace', { body: news, icon: 'icons/icon-192.png' });
  sound();
}

function settle() {
  showIcon();
  tell();
  const box = document.querySelector('[data-notifies]');
  if (box && !('settled' in box.dataset)) {
    box.dataset.settled = '';
    box.checked = wished() && window.Notification?.permission === 'granted';
    box.closest('label').hidden = !window.Notification;
  }
}

document.addEventListener('change', async ({ target }) => {
  if (!target.matches('[data-notifies]')) return;
  if (target.checked && await Notification.requestPermission() !== 'granted') target.checked = false;
  try { localStorage.setItem(key, `${target.checked}`); } catch { }
});

new MutationObserver(settle).observe(document.documentElement, { childList: true, characterData: true, subtree: true });
settle();
