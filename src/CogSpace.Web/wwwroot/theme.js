// Runs before the page is shown, so that nobody sees it in the wrong colours first.
(() => {
  const key = 'cogspace-theme';
  const themes = ['light', 'dark'];
  const papers = { light: '#faf8f5', dark: '#151310' };
  const page = document.documentElement;

  // A browser may forbid storage, for instance inside a frame.
  function kept() {
    try { return localStorage.getItem(key); } catch { return null; }
  }

  function show(theme) {
    if (themes.includes(theme)) page.dataset.theme = theme;
    else delete page.dataset.theme;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.content = papers[page.dataset.theme ?? meta.dataset.scheme];
    }
  }

  show(kept());
  addEventListener('storage', event => {
    if (event.key === key) show(event.newValue);
  });
  document.addEventListener('change', ({ target }) => {
    if (!target.matches('[data-sets="theme"]')) return;
    try {
      if (themes.includes(target.value)) localStorage.setItem(key, target.value);
      else localStorage.removeItem(key);
    } catch { }
    show(target.value);
  });
})();
