// Blazor tries to get back to the circuit by itself. When the server has forgotten it (a restart, a long sleep), the page
// is loaded again as soon as the server answers: jobs live on the server, so nothing is lost by that.
const notice = document.getElementById('components-reconnect-modal');
const gone = ['components-reconnect-failed', 'components-reconnect-rejected'];
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

new MutationObserver(() => {
  if (gone.some(state => notice.classList.contains(state))) comeBack();
}).observe(notice, { attributes: true, attributeFilter: ['class'] });

notice.querySelector('button').addEventListener('click', () => location.reload());
