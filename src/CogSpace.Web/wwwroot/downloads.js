// Other formats are made when somebody first asks for one. The page says so at once, and why it failed if it did.
document.addEventListener('click', async event => {
  const link = event.target.closest('a[data-makes]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.hasAttribute('aria-busy')) return;
  const note = link.parentElement.parentElement.querySelector('.making');       // beside the buttons
  const say = text => note.textContent = text;
  link.setAttribute('aria-busy', 'true');
  say(link.dataset.makes);
  try {
    const answer = await fetch(link.href, { method: 'HEAD' });
    if (!answer.ok) throw new Error(answer.status === 429 || answer.status === 503 ? await (await fetch(link.href)).text() : '');
    say('');
    const file = document.createElement('a');
    [file.href, file.download] = [link.href, ''];
    file.click();
  } catch (problem) {
    say(problem instanceof TypeError || !problem.message ? link.dataset.fails : problem.message);
  } finally {
    link.removeAttribute('aria-busy');
  }
});
