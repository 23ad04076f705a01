const key = 'cogspace-prompt';
const tabKey = 'cogspace-tab';

// Ctrl+Enter sends the form; what is being written survives a reload of this tab.
export function attach(form) {
  const prompt = form.querySelector('#prompt');
  form.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  prompt.addEventListener('input', () => keep(key, prompt.value));
  return { prompt: kept(key), ...read(tabKey) };
}

export function keepPrompt(text) {
  keep(key, text);
}

// The tab, and what was chosen on it.
export function remember(tab, image, video) {
  keep(tabKey, JSON.stringify({ tab, image, video }));
}

// A file that is dropped where nothing takes it would replace the page.
for (const name of ['dragover', 'drop']) {
  document.addEventListener(name, event => {
    if (!event.defaultPrevented && event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    }
  });
}

// What fills the form may be far below it.
document.addEventListener('click', event => {
  if (!event.target.closest('[data-fills-form]')) return;
  const focused = document.activeElement;
  setTimeout(() => {
    const prompt = document.getElementById('prompt');
    if (!prompt || (document.activeElement !== focused && document.activeElement !== document.body)) return;       // the visitor is somewhere else already
    show(prompt, 'center');
    if (matchMedia('(hover: hover)').matches) prompt.focus({ preventScroll: true });
  }, 100);
});

// On a narrow screen the result is below the form.
export function accepted() {
  keep(key, '');
  const result = document.getElementById('result');
  if (result.getBoundingClientRect().top > window.innerHeight * 0.6) show(result, 'start');
}

function show(element, block) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block });
}

// A browser may forbid storage, for instance inside a frame.
function keep(name, text) {
  try { sessionStorage.setItem(name, text); } catch { }
}

function kept(name) {
  try { return sessionStorage.getItem(name) ?? ''; } catch { return ''; }
}

// Whatever else lies there is left out: extensions and the visitor can write what they like.
function read(name) {
  let found;
  try { found = JSON.parse(kept(name)); } catch { return {}; }
  const fields = ['tab', 'image', 'video'].filter(field => typeof found?.[field] === 'string' && found[field].length < 100);
  return Object.fromEntries(fields.map(field => [field, found[field]]));
}
