// Files go to the server by themselves, beside the live connection, so that a large one does not hold up the page.
export function attach(root, page, { address, bytes, tooLarge }) {
  const input = root.querySelector('input[type="file"]');
  let request = null;

  const tell = (method, ...words) => page.invokeMethodAsync(method, ...words).catch(() => { });
  const isShown = () => !root.hidden;
  const hasFile = transfer => [...transfer?.types ?? []].includes('Files');

  function send(file, name) {
    stop();
    if (file.size > bytes) return tell('RefusedAsync', tooLarge);
    tell('BegunAsync', name || 'a file');
    const own = request = new XMLHttpRequest();
    own.open('POST', address);
    own.setRequestHeader('RequestVerificationToken', document.querySelector('meta[name="form-token"]').content);
    own.upload.addEventListener('progress', ({ loaded, total }) => {
      const bar = root.querySelector('progress');
      if (bar && request === own) bar.value = total ? 100 * loaded / total : 0;
    });
    own.upload.addEventListener('load', () => {
      if (request === own) root.dataset.looking = '';
    });
    own.addEventListener('load', () => answered(own));
    own.addEventListener('error', () => {
      if (request === own) tell('RefusedAsync', 'The file did not reach the server: the connection broke, or the file cannot be read. Please try again.');
    });
    own.send(file);
  }

  function answered(own) {
    if (request !== own) return;
    request = null;
    let answer = {};
    try { answer = JSON.parse(own.responseText); } catch { }
    if (own.status === 200 && answer.id) tell('ArrivedAsync', answer.id);
    else tell('RefusedAsync', answer.error ?? `The server did not take the file (${own.status}). Please try again.`);
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
      if (request === own) tell('RefusedAsync', 'The example cannot be loaded. Please try again.');
    }
  }

  const heard = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: heard.signal });

  function choose() {
    if (input.files.length) send(input.files[0], input.files[0].name);
    input.value = '';       // so that the same file can be chosen again
  }

  on(input, 'change', choose);
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
  on(document, 'dragover', event => {
    if (!isShown() || !hasFile(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    root.dataset.over = '';
  });
  on(document, 'dragleave', event => {
    if (!event.relatedTarget) delete root.dataset.over;
  });
  on(document, 'drop', event => {
    delete root.dataset.over;
    if (!isShown() || !hasFile(event.dataTransfer)) return;
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) send(file, file.name);
  });

  choose();       // what was chosen before we listened
  return { take, stop, detach: () => { heard.abort(); stop(); } };
}
