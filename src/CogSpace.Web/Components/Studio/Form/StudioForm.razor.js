const fieldsKey = 'cogspace-draft';
const sourcesKey = 'cogspace-tab';
const settingsKey = 'cogspace-settings';
const mostKept = 50_000;       // characters

// What a visitor sets once and wants again in the next tab; texts and seeds belong to one video.
const settings = ['steps', 'guidance', 'scheduler', 'size', 'frames', 'count', 'step-cache', 'upscale', 'upscaler', 'interpolate', 'interpolate-times', 'interpolator', 'strength'];

// Ctrl+Enter sends the form; what stands in it survives a reload of this tab, also what the server did not hear of any more.
export function attach(form) {
  form.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    const sends = event.ctrlKey || event.metaKey;
    if (event.target.matches('[role="switch"]')) {       // Radzen would turn it unseen by the browser, which would send the form
      event.preventDefault();
      event.stopPropagation();
      if (!sends && !event.repeat) event.target.click();
    }
    if (sends && !event.repeat) {
      event.preventDefault();
      if (!document.documentElement.hasAttribute('data-offline')) form.requestSubmit();
    }
  });
  form.addEventListener('input', ({ target }) => keepField(target));
  form.addEventListener('click', ({ target }) => {
    if (target.closest('[data-forgets-settings]')) keep(settingsKey, '{}', 'localStorage');
  });
  keepFoldsOpen(form);
  return { ...read(sourcesKey), fields: { ...read(settingsKey, 'localStorage'), ...read(fieldsKey) } };
}

// All fields, after the page has written into them.
export function keepFields(fields) {
  keep(fieldsKey, JSON.stringify(fields));
}

// What the form holds beside its fields.
export function remember(sources) {
  keep(sourcesKey, JSON.stringify(sources));
}

// The field at fault, which may be folded away.
export function focusField(id) {
  const field = document.getElementById(id);
  if (!field) return;
  const fold = field.closest('details');
  if (fold) fold.open = true;
  field.focus({ preventScroll: true });
  show(field, 'center');
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

// A browser leaves alone what is half in view already: an example prompt that gets the focus is shown as a whole.
document.addEventListener('focusin', ({ target }) => {
  if (target.closest('.prompts')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});

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

// A field of the form that is further down.
document.addEventListener('click', event => {
  const way = event.target.closest('[data-goes-to]');
  const field = way?.closest('form').querySelector(`[data-field="${way.dataset.goesTo}"]`);
  if (!field) return;
  show(field.closest('fieldset') ?? field, 'center');
  field.focus({ preventScroll: true });
});

// On a narrow screen the result is below the form.
export function accepted() {
  const result = document.getElementById('result');
  if (result.getBoundingClientRect().top > window.innerHeight * 0.6) show(result, 'start');
}

function keepField(field) {
  const name = field.dataset.field;
  if (!name) return;
  const value = field.type === 'checkbox' ? `${field.checked}` : field.value;
  keep(fieldsKey, JSON.stringify({ ...read(fieldsKey), [name]: value }));
  if (settings.includes(name)) keep(settingsKey, JSON.stringify({ ...read(settingsKey, 'localStorage'), [name]: value }), 'localStorage');
}

// A fold stays as it was left, in this browser.
function keepFoldsOpen(form) {
  for (const fold of form.querySelectorAll('details[data-keeps-open]')) {
    const { isOpen } = read(fold.dataset.keepsOpen, 'localStorage');
    if (isOpen === 'true') fold.open = true;
    fold.addEventListener('toggle', () => keep(fold.dataset.keepsOpen, JSON.stringify({ isOpen: `${fold.open}` }), 'localStorage'));
  }
}

function show(element, block) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block });
}

// A browser may forbid storage, for instance inside a frame; then even its name throws.
function keep(name, text, where = 'sessionStorage') {
  try { window[where].setItem(name, text); } catch { }
}

// What lies there may be from anybody: what is not as we keep it is left out.
function read(name, where = 'sessionStorage') {
  try {
    const text = window[where].getItem(name) ?? '';
    const found = text.length <= mostKept ? JSON.parse(text) : null;
    return Object.fromEntries(Object.entries(found ?? {}).filter(([field, value]) => field.endsWith('Crop') ? isCrop(value) : typeof value === 'string'));
  } catch {
    return {};
  }
}

function isCrop(value) {
  return ['x', 'y', 'zoom'].every(field => typeof value?.[field] === 'number');
}
