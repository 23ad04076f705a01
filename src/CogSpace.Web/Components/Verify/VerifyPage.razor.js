import { caller, listen } from '../../files.js';

// A file, with its manifest before it if there is one, goes to the server, which hashes it and keeps nothing.
export function attach(root, page, { address, bytes, words }) {
  const input = root.querySelector('input[type="file"]');
  let latest = null;

  const tell = caller(page);
  const isManifest = file => file.name.endsWith('.json');

  async function check(files) {
    const manifests = files.filter(isManifest), others = files.filter(file => !isManifest(file));
    if (others.length !== 1 || manifests.length > 1) return tell('Refused', words.chooseOne);
    const [file] = others, [manifest] = manifests;
    if (file.size > bytes) return tell('Refused', words.tooLarge);
    const own = latest = new AbortController();
    await tell('Begun', file.name);
    try {
      const answer = await fetch(manifest ? `${address}?manifest=${manifest.size}` : address, {
        method: 'POST', body: new Blob(manifest ? [manifest, file] : [file]), signal: own.signal,
      });
      const words = await answer.json().catch(() => ({}));
      if (own !== latest) return;
      if (answer.ok) tell('Answered', words);
      else tell('Refused', words.error ?? words.notTaken.replace('{0}', answer.status));
    } catch {
      if (own === latest) tell('Refused', words.notArrived);
    }
  }

  const heard = new AbortController();
  listen(root, input, { isOpen: () => true, take: check, signal: heard.signal });
  return { detach: () => { heard.abort(); latest?.abort(); } };
}
