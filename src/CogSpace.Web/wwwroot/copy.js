// A press copies a text: a link, a prompt, a seed, a recipe.
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Only https pages have that clipboard; elsewhere the older way is left.
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'spoken';
    document.body.append(field);
    field.select();
    try {
      return document.execCommand('copy');
    } finally {
      field.remove();
    }
  }
}

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copies]');
  if (!button) return;
  const copied = await write(button.dataset.copies);
  button.focus();
  const note = button.closest('[data-copy-notes]').querySelector('[data-copy-note]');
  note.textContent = copied ? button.dataset.copied : note.dataset.failed;
});
