// Blazor tries to get back to the circuit by itself. When the server has forgotten it (a restart, a long sleep), the page
// is loaded again as soon as the server answers: jobs live on the server, so nothing is lost by that.
const notice = document.getElementById('components-reconnect-modal');
const gone = ['components-reconnect-failed', 'components-reconnect-rejected'];
const lost = ['components-reconnect-show', 'components-reconnect-retrying', ...gone];
let waiting = false;

async function comeBack() {
  if (waiting) return;
  waiting = true;
  for (;;) {
    try {
      const answer = await fetch(new URL('healthz', document.baseURI), { cache: 'no-store' });
      if (!answer.ok) throw new Error('not yet');
      location.reload();
      return;
    } catch {
      await new Promise(next => setTimeout(next, 2000));
    }
  }
}

// What needs the server is out of reach meanwhile, and says so.
function rest(isLost) {
  const page = document.documentElement;
  if (isLost === 'offline' in page.dataset) return;
  page.toggleAttribute('data-offline', isLost);
  for (const text of document.querySelectorAll('[data-says-offline]')) text.hidden = !isLost;
  for (const button of document.querySelectorAll('[data-needs-server]')) {
    if (isLost && !button.disabled) [button.disabled, button.dataset.rests] = [true, ''];
    else if (!isLost && 'rests' in button.dataset) {
      button.disabled = false;
      delete button.dataset.rests;
    }
  }
}

new MutationObserver(() => {
  const has = states => states.some(state => notice.classList.contains(state));
  rest(has(lost));
  if (has(gone)) comeBack();
}).observe(notice, { attributes: true, attributeFilter: ['class'] });

notice.querySelector('button').addEventListener('click', () => location.reload());
