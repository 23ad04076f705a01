// A file, with its manifest before it if there is one, goes to the server, which hashes it and keeps nothing.
export function attach(root, page, { address, bytes, tooLarge }) {
  const input = root.querySelector('input[type="file"]');
  let latest = null;

  const tell = (method, ...words) => page.invokeMethodAsync(method, ...words).catch(() => { });
  const isManifest = file => file.name.endsWith('.json');

  async function check(files) {
    const manifests = files.filter(isManifest), others = files.filter(file => !isManifest(file));
    if (others.length !== 1 || manifests.length > 1) return tell('Refused', 'Choose one file, and its manifest if you have it.');
    const [file] = others, [manifest] = manifests;
    if (file.size > bytes) return tell('Refused', tooLarge);
    const own = latest = new AbortController();
    await tell('Begun', file.name);
    try {
      const answer = await fetch(manifest ? `${address}?manifest=${manifest.size}` : address, {
        method: 'POST', body: new Blob(manifest ? [manifest, file] : [file]), signal: own.signal,
      });
      const words = await answer.json().catch(() => ({}));
      if (own !== latest) return;
      if (answer.ok) tell('Answered', words);
      else tell('Refused', words.error ?? `The server did not take the file (${answer.status}). Please try again.`);
    } catch {
      if (own === latest) tell('Refused', 'The file did not reach the server: the connection broke, or the file cannot be read. Please try again.');
    }
  }

  const heard = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: heard.signal });

  function choose() {
    const files = [...input.files];
    input.value = '';       // so that the same file can be chosen again
    if (files.length) check(files);
  }

  on(input, 'change', choose);
  on(document, 'dragover', event => {
    if (![...event.dataTransfer?.types ?? []].includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    root.dataset.over = '';
  });
  on(document, 'dragleave', event => {
    if (!event.relatedTarget) delete root.dataset.over;
  });
  on(document, 'drop', event => {
    delete root.dataset.over;
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    check([...event.dataTransfer.files]);
  });

  return { detach: () => { heard.abort(); latest?.abort(); } };
}
