// What is chosen for the whole page. The server remembers the language, because it writes the page; theme.js keeps the theme.
document.addEventListener('change', async ({ target }) => {
  if (!target.matches('[data-sets="language"]')) return;
  try {
    const answer = await fetch(new URL(`language/${target.value}`, document.baseURI), { method: 'POST' });
    if (!answer.ok) throw new Error(answer.status);
    location.reload();
  } catch {
    target.value = document.documentElement.lang;
  }
});

// The server does not know the theme, so it writes the list without it, and may write it again.
function choose() {
  const theme = document.documentElement.dataset.theme ?? 'system';
  for (const list of document.querySelectorAll('[data-sets="theme"]')) if (list.value !== theme) list.value = theme;
}

new MutationObserver(choose).observe(document.body, { childList: true, subtree: true });
new MutationObserver(choose).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
choose();
