import { caller, listen } from '../../../files.js';

// Files go to the server by themselves, beside the live connection, so that a large one does not hold up the page.
export function attach(root, page, { address, bytes, words }) {
  const input = root.querySelector('input[type="file"]');
  let request = null;

  const tell = caller(page);
  const isShown = () => !root.hidden;

  function send(file, name) {
    stop();
    if (file.size > bytes) return tell('RefusedAsync', words.tooLarge);
    tell('BegunAsync', name || words.file);
    const own = request = new XMLHttpRequest();
    own.open('POST', address);
    own.setRequestHeader('RequestVerificationToken', document.querySelector('meta[name="form-token"]').content);
    own.upload.addEventListener('progress', ({ loaded, total }) => {
      const bar = root.querySelector('[role="progressbar"]');
      if (!bar || request !== own) return;
      const percent = total ? Math.floor(100 * loaded / total) : 0;
      bar.ariaValueNow = percent;
      bar.style.setProperty('--rz-progressbar-value', `${percent}%`);
    });
    own.upload.addEventListener('load', () => {
      if (request === own) root.dataset.looking = '';
    });
    own.addEventListener('load', () => answered(own));
    own.addEventListener('error', () => {
      if (request === own) tell('RefusedAsync', words.notArrived);
    });
    own.send(file);
  }

  function answered(own) {
    if (request !== own) return;
    request = null;
    let answer = {};
    try { answer = JSON.parse(own.responseText); } catch { }
    if (own.status === 200 && answer.id) tell('ArrivedAsync', answer.id);
    else tell('RefusedAsync', answer.error ?? words.notTaken.replace('{0}', own.status));
  }

  function stop() {
    delete root.dataset.looking;
    const ended = request;
    request = null;
    ended?.abort();
  }

  // An example goes the way of every other file.
  async function take(from, name) {
    stop();
    const own = new AbortController();
    request = own;
    try {
      const answer = await fetch(from, { signal: own.signal });
      if (!answer.ok) throw new Error(answer.status);
      const file = await answer.blob();
      if (request === own) send(file, name);
    } catch {
      if (request === own) tell('RefusedAsync', words.exampleGone);
    }
  }

  const heard = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: heard.signal });
  on(root, 'click', event => {
    if (event.target.closest('[data-testid="replace"]')) input.click();
  });
  on(document, 'paste', event => {
    const file = event.clipboardData?.files[0];
    const isText = event.target.matches?.('textarea, input') && event.clipboardData?.types.includes('text/plain');
    if (!isShown() || !file || isText) return;
    event.preventDefault();
    send(file, file.name);
  });
  listen(root, input, { isOpen: isShown, take: ([file]) => send(file, file.name), signal: heard.signal });
  return { take, stop, detach: () => { heard.abort(); stop(); } };
}
